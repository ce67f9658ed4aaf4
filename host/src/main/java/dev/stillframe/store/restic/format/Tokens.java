// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.math.BigInteger;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Steps through JSON that is too large to be held. What does not fit throws IllegalArgumentException. */
final class Tokens {
    private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(Long.SIZE);

    private Tokens() {}

    /** Moves to the next token, which has to be this. */
    static void expect(JsonParser parser, JsonToken token) {
        JsonToken found = parser.nextToken();
        Parsing.require(found == token, token + " was expected, not " + found);
    }

    /** Nothing may follow. */
    static void end(JsonParser parser) {
        Parsing.require(parser.nextToken() == null, "something follows the end");
    }

    /** With the parser at an object's start: hands out each key, with the parser at its value; ends at its end. */
    static void fields(JsonParser parser, Consumer<String> field) {
        Parsing.require(parser.currentToken() == JsonToken.START_OBJECT, "an object was expected");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Parsing.require(parser.currentToken() == JsonToken.PROPERTY_NAME, "the object does not end");
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) { // as in Go: null is as if it were missing
                field.accept(key);
            }
        }
    }

    /** With the parser at a list's start: runs with the parser at each element. */
    static void elements(JsonParser parser, Runnable element) {
        Parsing.require(parser.currentToken() == JsonToken.START_ARRAY, "a list was expected");
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Parsing.require(token != null, "the list does not end");
            element.run();
        }
    }

    static String text(JsonParser parser) {
        Parsing.require(parser.currentToken() == JsonToken.VALUE_STRING, "text was expected");
        return parser.getString();
    }

    static long number(JsonParser parser) {
        Parsing.require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "a whole number was expected");
        return parser.getLongValue();
    }

    /** A number of 64 bits without a sign. */
    static long unsigned(JsonParser parser) {
        Parsing.require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "a whole number was expected");
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        BigInteger value = parser.getBigIntegerValue();
        Parsing.require(value.signum() >= 0 && value.compareTo(UNSIGNED) < 0, "a number beyond 64 bits");
        return value.longValue();
    }
}
