// Prints the verdicts of com.networknt:json-schema-validator on the corpus of ../../README.md, asking both the
// single schemas and the bundle. Schemas are checked against the meta-schema and may have no unknown keyword.
package interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

public final class Validate {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path CONTRACTS = Path.of(System.getenv("WXOPEN_CONTRACTS"));

    private final Schema meta = registry(Map.of())
            .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
    private final Map<String, Schema> singles = new HashMap<>();
    private final String bundleId;
    private final SchemaRegistry bundle;

    private Validate() throws IOException {
        String text = Files.readString(CONTRACTS.resolve("wxopen.json"));
        JsonNode schema = checked(text);
        bundleId = schema.path("$id").asString();
        bundle = registry(Map.of(bundleId, text));
    }

    public static void main(String[] arguments) throws IOException {
        Validate validate = new Validate();
        for (JsonNode sample : JSON.readTree(Files.readString(Path.of(System.getenv("WXOPEN_CORPUS"))))) {
            System.out.println(validate.verdict(sample) ? "valid" : "invalid");
        }
    }

    private boolean verdict(JsonNode sample) throws IOException {
        String file = sample.path("schema").asString();
        JsonNode instance = sample.get("instance");
        List<Error> wrong = single(file).validate(instance);
        List<Error> wrongInBundle = part(file).validate(instance);
        if (wrong.isEmpty() != wrongInBundle.isEmpty()) {
            throw new IllegalStateException("%s (%s): the file says %s, the bundle %s"
                    .formatted(file, sample.path("why").asString(), wrong, wrongInBundle));
        }
        return wrong.isEmpty();
    }

    private Schema single(String file) throws IOException {
        if (!singles.containsKey(file)) {
            JsonNode schema = checked(Files.readString(CONTRACTS.resolve(file)));
            singles.put(file, registry(Map.of()).getSchema(schema));
        }
        return singles.get(file);
    }

    /** The bundle has the schemas under the names of their files. */
    private Schema part(String file) {
        String name = Path.of(file).getFileName().toString().replaceFirst("\\.json$", "");
        return bundle.getSchema(SchemaLocation.of(bundleId + "#/$defs/" + name));
    }

    private JsonNode checked(String text) {
        JsonNode schema = JSON.readTree(text);
        List<Error> wrong = meta.validate(schema);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(schema.path("$id").asString() + ": " + wrong);
        }
        return schema;
    }

    private static SchemaRegistry registry(Map<String, String> documents) {
        Dialect strict = Dialect.builder(Dialects.getDraft202012())
                .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                .build();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .preloadSchema(true)
                .build();
        return SchemaRegistry.withDialect(strict,
                builder -> builder.schemas(documents).schemaRegistryConfig(config));
    }
}
