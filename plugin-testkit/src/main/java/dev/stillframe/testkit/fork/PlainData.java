// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.fork;

import dev.stillframe.api.SourcePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the contract's records as bytes and reads them again, as a host must that has a writer in another process: each
 * value as its type's name and its parts. What it cannot write is not plain data.
 */
public final class PlainData {
    /** A value cannot be sent to another process. */
    public static final class NotPlain extends Exception {
        private static final long serialVersionUID = 1L;

        NotPlain(String where, String why) {
            super(where + " " + why);
        }
    }

    private PlainData() {}

    /** @param name of the value, for messages */
    public static byte[] write(String name, @Nullable Object value) throws NotPlain {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(name, value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("memory is never full in this way", e);
        }
        return bytes.toByteArray();
    }

    /** The value that was written. */
    public static Object read(byte[] bytes) throws IOException {
        return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static void write(String where, @Nullable Object value, DataOutputStream out) throws NotPlain, IOException {
        if (value == null) {
            throw new NotPlain(where, "is null");
        }
        if (value instanceof Record record) {
            out.writeUTF("record");
            out.writeUTF(record.getClass().getName());
            for (RecordComponent each : record.getClass().getRecordComponents()) {
                write(where + "." + each.getName(), part(record, each), out);
            }
        } else if (value instanceof Enum<?> constant) {
            out.writeUTF("enum");
            out.writeUTF(constant.getDeclaringClass().getName());
            out.writeUTF(constant.name());
        } else if (value instanceof Map<?, ?> map) {
            List<Object> parts = new ArrayList<>();
            map.forEach((key, each) -> {
                parts.add(key);
                parts.add(each);
            });
            writeAll("map", where, parts, out);
        } else if (value instanceof List<?> || value instanceof Set<?>) {
            writeAll(
                    value instanceof List<?> ? "list" : "set",
                    where,
                    List.copyOf((java.util.Collection<?>) value),
                    out);
        } else if (value instanceof Optional<?> optional) {
            writeAll("optional", where, optional.stream().toList(), out);
        } else if (value instanceof OptionalInt optional) {
            writeAll("int?", where, optional.stream().boxed().toList(), out);
        } else if (value instanceof OptionalLong optional) {
            writeAll("long?", where, optional.stream().boxed().toList(), out);
        } else {
            out.writeUTF(value.getClass().getName());
            byte[] bytes = scalar(where, value);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static void writeAll(String tag, String where, List<?> parts, DataOutputStream out)
            throws NotPlain, IOException {
        out.writeUTF(tag);
        out.writeInt(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            write(where + "[" + i + "]", parts.get(i), out);
        }
    }

    private static @Nullable Object part(Record record, RecordComponent component) throws NotPlain {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            throw new NotPlain(record.getClass().getSimpleName() + "." + component.getName(), "cannot be read: " + e);
        }
    }

    private static byte[] scalar(String where, Object value) throws NotPlain {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof SourcePath path) {
            return path.bytes();
        }
        boolean text = value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Duration
                || value instanceof UUID;
        if (!text) {
            throw new NotPlain(where, "is a " + value.getClass().getName() + ", which is no plain data");
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value.toString()));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new NotPlain(where, "is not valid text");
        }
    }

    private static Object read(DataInputStream in) throws IOException {
        String tag = in.readUTF();
        switch (tag) {
            case "record" -> {
                return record(in);
            }
            case "enum" -> {
                String type = in.readUTF();
                String name = in.readUTF();
                return Arrays.stream(type(type).getEnumConstants())
                        .filter(each -> ((Enum<?>) each).name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no constant " + name + " of " + type));
            }
            case "map" -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                List<Object> parts = parts(in);
                for (int i = 0; i < parts.size(); i += 2) {
                    map.put(parts.get(i), parts.get(i + 1));
                }
                return map;
            }
            case "list" -> {
                return parts(in);
            }
            case "set" -> {
                return new LinkedHashSet<>(parts(in));
            }
            case "optional" -> {
                return parts(in).stream().findFirst();
            }
            case "int?" -> {
                return parts(in).stream().mapToInt(each -> (Integer) each).findFirst();
            }
            case "long?" -> {
                return parts(in).stream().mapToLong(each -> (Long) each).findFirst();
            }
            default -> {
                return scalar(tag, in.readNBytes(in.readInt()));
            }
        }
    }

    private static List<Object> parts(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(read(in));
        }
        return parts;
    }

    private static Object record(DataInputStream in) throws IOException {
        Class<?> type = type(in.readUTF());
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(in);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IOException("cannot make a " + type.getName(), e);
        }
    }

    private static Object scalar(String type, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return switch (type) {
            case "[B" -> bytes;
            case "dev.stillframe.api.SourcePath" -> SourcePath.of(bytes);
            case "java.lang.String" -> text;
            case "java.lang.Boolean" -> Boolean.valueOf(text);
            case "java.lang.Long" -> Long.valueOf(text);
            case "java.lang.Integer" -> Integer.valueOf(text);
            case "java.lang.Double" -> Double.valueOf(text);
            case "java.time.Duration" -> Duration.parse(text);
            case "java.util.UUID" -> UUID.fromString(text);
            default -> throw new IOException("unknown type " + type);
        };
    }

    private static Class<?> type(String name) throws IOException {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IOException("unknown type " + name, e);
        }
    }
}
