// What codes.json says about a failure.
package interop;

import java.io.IOException;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import wechat.model.Failure;

record Codes(JsonNode table) {
    static Codes read(String contracts) throws IOException {
        JsonNode codes = new ObjectMapper().readTree(Path.of(contracts, "codes.json").toFile());
        return new Codes(codes.path("interfaces"));
    }

    /** Under the interface, else under the asterisk. */
    String explain(String endpoint, Failure failure) {
        String code = Long.toString(Lenient.integer(failure.getErrcode()));
        JsonNode known = table.path(endpoint).path(code);
        if (known.isMissingNode()) {
            known = table.path("*").path(code);
        }
        return "%s %s (%s): %s".formatted(
                code,
                known.path("name").asText(),
                known.path("class").asText(),
                known.path("remedy").path("en").asText());
    }
}
