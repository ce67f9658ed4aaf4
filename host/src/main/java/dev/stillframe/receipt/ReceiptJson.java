// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.receipt;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of a receipt. Any thread. */
public final class ReceiptJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // a receipt is read by later versions, and by this one when a later one added a field
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReceiptJson() {}

    public static String write(Receipt receipt) {
        return MAPPER.writeValueAsString(receipt);
    }

    /**
     * @param origin names where the text comes from, for the error
     * @throws StillframeException if it is no receipt, or one of a later format
     */
    public static Receipt read(String json, String origin) throws StillframeException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!tree.isObject()) {
                throw damaged(origin, "it holds no object", null);
            }
            int format = tree.path("format").asInt(0);
            if (format > Receipt.FORMAT) {
                throw new StillframeException(
                        "receipt.newer",
                        origin + " was written by a later version (receipt format " + format + ")",
                        Retry.DOES_NOT_HELP,
                        "update stillframe on this host");
            }
            return MAPPER.treeToValue(tree, Receipt.class);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw damaged(origin, firstLine(e), e);
        }
    }

    private static StillframeException damaged(String origin, String why, @Nullable Throwable cause) {
        return new StillframeException(
                "receipt.damaged",
                origin + " is not a receipt: " + why,
                Retry.DOES_NOT_HELP,
                "the backup's files may still be good: verify it",
                cause);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
