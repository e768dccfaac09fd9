// Reads the forms in which the service writes texts, integers, flags and lists.
package interop;

import java.util.List;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;

import wechat.ApiClient;
import wechat.model.AbstractOpenApiSchema;
import wechat.model.Failure;

final class Lenient {
    private Lenient() {}

    /** The generated classes try one alternative after the other; this mapper makes the wrong ones fail. */
    @SuppressWarnings("deprecation") // The builder would lose what the generated client sets.
    static ObjectMapper mapper() {
        ObjectMapper mapper = ApiClient.createDefaultObjectMapper();
        // The text "007" would become the number 7, and the number 1 the flag true.
        mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
        mapper.addMixIn(Failure.class, OnlyFailures.class);
        return mapper;
    }

    @JsonDeserialize(converter = HasCode.class)
    private interface OnlyFailures {}

    /** Jackson takes any object for a failure; only a code other than 0 makes one. */
    static final class HasCode extends StdConverter<Failure, Failure> {
        @Override
        public Failure convert(Failure failure) {
            if (failure.getErrcode() == null || integer(failure.getErrcode()) == 0) {
                throw new IllegalArgumentException("not a failure");
            }
            return failure;
        }
    }

    /** Text, or a number or a boolean as it was written. */
    static String text(AbstractOpenApiSchema text) {
        return text.getActualInstance().toString();
    }

    /** A number, or the same in quotes. */
    static long integer(AbstractOpenApiSchema integer) {
        return Long.parseLong(integer.getActualInstance().toString());
    }

    /** "1" or "0", and "-" if there is nothing. */
    static String flag(AbstractOpenApiSchema flag) {
        if (flag == null) {
            return "-";
        }
        return switch (flag.getActualInstance().toString()) {
            case "1", "true" -> "1";
            case "0", "false" -> "0";
            default -> throw new IllegalArgumentException(flag + " is no flag");
        };
    }

    /** What is no list but may stand for one is an empty one. */
    static <T> List<T> list(AbstractOpenApiSchema list, Class<? extends List<T>> type) {
        boolean isList = list != null && type.isInstance(list.getActualInstance());
        return isList ? type.cast(list.getActualInstance()) : List.of();
    }
}
