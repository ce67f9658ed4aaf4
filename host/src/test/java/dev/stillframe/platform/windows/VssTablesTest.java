// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our slots and offsets beside those that a compiler derives from the installed headers. */
final class VssTablesTest {
    @TempDir
    private Path folder;

    @Test
    void everySlotAndEveryOffsetIsTheHeaders() throws Exception {
        CppCompiler.assumeHere();
        Path source = Files.writeString(folder.resolve("tables.cpp"), program());
        Path program = CppCompiler.compile(source, "", folder.resolve("tables"));
        Process run = new ProcessBuilder(program.toString()).start();
        List<String> derived = new String(run.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(run.waitFor()).isZero();
        assertThat(ours()).isEqualTo(derived).hasSizeGreaterThan(40);
    }

    private static List<String> ours() {
        List<String> lines = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            lines.add(slot.type() + "::" + slot.method() + " " + slot.index());
        }
        for (Field field : Field.values()) {
            lines.add(field.structure() + "." + field.field() + " " + field.offset());
        }
        lines.add("VSS_SNAPSHOT_PROP " + Field.SNAPSHOT_PROPERTIES_SIZE);
        lines.add("VSS_ID " + ComIds.SIZE);
        for (VssBackupType type : VssBackupType.values()) {
            lines.add("VSS_BT_" + type + " " + type.value());
        }
        for (RestoredFiles files : RestoredFiles.values()) {
            lines.add("VSS_RS_" + files + " " + files.value());
        }
        Arrays.stream(HResult.values())
                .filter(result -> result.name().startsWith("VSS_"))
                .forEach(result -> lines.add(result + " " + result.code()));
        return lines;
    }

    /** A pointer to a virtual method is, in the C++ ABI of g++, one more than its offset in the vtable. */
    private static String program() {
        StringBuilder text = new StringBuilder("""
                #include "headers.h"
                #include <cstdio>
                template <class Method> static long slot(Method method) {
                    union { Method method; ptrdiff_t words[2]; } both = {method};
                    return (both.words[0] - 1) / 8;
                }
                int main() {
                """);
        for (Slot slot : Slot.values()) {
            String name = slot.type() + "::" + slot.method();
            text.append(line(name, "slot(&" + name + ")"));
        }
        for (Field field : Field.values()) {
            text.append(line(
                    field.structure() + "." + field.field(),
                    "(long) offsetof(" + field.structure() + ", " + field.field() + ")"));
        }
        text.append(line("VSS_SNAPSHOT_PROP", "(long) sizeof(VSS_SNAPSHOT_PROP)"));
        text.append(line("VSS_ID", "(long) sizeof(VSS_ID)"));
        for (VssBackupType type : VssBackupType.values()) {
            text.append(line("VSS_BT_" + type, "(long) VSS_BT_" + type));
        }
        for (RestoredFiles files : RestoredFiles.values()) {
            text.append(line("VSS_RS_" + files, "(long) VSS_RS_" + files));
        }
        for (HResult result : HResult.values()) {
            if (result.name().startsWith("VSS_")) {
                text.append(line(result.name(), "(long) " + result.name()));
            }
        }
        return text.append("}\n").toString();
    }

    private static String line(String name, String value) {
        return "    printf(\"%s %ld\\n\", \"" + name + "\", " + value + ");\n";
    }
}
