// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import dev.stillframe.api.snapshot.Metadata.Attribute;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Windows keeps of a file beside its content, as attributes of the contract's metadata, all with names that begin
 * with {@code windows.}: no attribute of another system is called so.
 *
 * <p>{@code windows.attributes} is FILE_ATTRIBUTE_..., four bytes; {@code windows.created} a FILETIME, eight bytes; both
 * little-endian. The others are streams of BackupRead: four bytes of their own attributes, little-endian, then their
 * bytes; {@code windows.stream.NAME} is the alternate stream of that name.
 */
final class WindowsAttributes {
    static final String ATTRIBUTES = "windows.attributes";
    static final String CREATED = "windows.created";
    private static final String STREAM = "windows.stream.";

    private static final Map<StreamRecord.Kind, String> NAMES = Map.of(
            StreamRecord.Kind.SECURITY, "windows.security",
            StreamRecord.Kind.EXTENDED_ATTRIBUTES, "windows.extended-attributes",
            StreamRecord.Kind.PROPERTY, "windows.property",
            StreamRecord.Kind.OBJECT_ID, "windows.object-id",
            StreamRecord.Kind.REPARSE, "windows.reparse");
    private static final Map<String, StreamRecord.Kind> KINDS =
            NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private WindowsAttributes() {}

    /** Sorted by name. */
    static List<Attribute> of(WindowsStatus status, List<StreamRecord> records) {
        List<Attribute> all = new ArrayList<>();
        all.add(new Attribute(ATTRIBUTES, little(4).putInt(status.attributes()).array()));
        all.add(new Attribute(
                CREATED, little(8).putLong(FileTimes.of(status.created())).array()));
        for (StreamRecord record : records) {
            String name = record.kind() == StreamRecord.Kind.ALTERNATE
                    ? STREAM + record.name()
                    : String.valueOf(NAMES.get(record.kind()));
            byte[] value = little(4 + record.bytes().length)
                    .putInt(record.attributes())
                    .put(record.bytes())
                    .array();
            all.add(new Attribute(name, value));
        }
        all.sort(Comparator.comparing(Attribute::name));
        return List.copyOf(all);
    }

    /** FILE_ATTRIBUTE_...; empty if it is another attribute. */
    static Optional<Integer> attributes(Attribute attribute) {
        return attribute.name().equals(ATTRIBUTES) && attribute.value().length == 4
                ? Optional.of(ByteBuffer.wrap(attribute.value())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt())
                : Optional.empty();
    }

    /** When it was made; empty if it is another attribute. */
    static Optional<Instant> created(Attribute attribute) {
        return attribute.name().equals(CREATED) && attribute.value().length == 8
                ? Optional.of(FileTimes.instant(ByteBuffer.wrap(attribute.value())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong()))
                : Optional.empty();
    }

    /** The stream that an attribute was; empty if it is another attribute. */
    static Optional<StreamRecord> record(Attribute attribute) {
        byte[] value = attribute.value();
        boolean alternate = attribute.name().startsWith(STREAM);
        StreamRecord.Kind kind = alternate ? StreamRecord.Kind.ALTERNATE : KINDS.get(attribute.name());
        if (kind == null || value.length < 4) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int attributes = bytes.getInt();
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        String name = alternate ? attribute.name().substring(STREAM.length()) : "";
        return Optional.of(new StreamRecord(kind, attributes, name, rest));
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
