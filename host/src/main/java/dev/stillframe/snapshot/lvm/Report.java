// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.platform.linux.DeviceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code lvs --reportformat json} prints, see lvmreport(7): every value is a string. */
final class Report {
    /** The fields that are asked for; sizes in bytes without a unit. */
    static final List<String> OPTIONS = List.of(
            "--reportformat",
            "json",
            "--units",
            "b",
            "--nosuffix",
            "-o",
            "vg_name,lv_name,lv_attr,origin,pool_lv,lv_size,data_percent,metadata_percent,lv_kernel_major,"
                    + "lv_kernel_minor,vg_free,vg_extent_size");

    private static final int ATTRIBUTES = 10;

    private Report() {}

    /** @throws IOException if it is not such a report, or a field is missing or not what it should be */
    static List<LogicalVolume> read(byte[] json) throws IOException {
        try {
            JsonNode reports = JsonMapper.shared().readTree(json).path("report");
            if (!reports.isArray()) {
                throw new IOException("there is no report in it");
            }
            List<LogicalVolume> volumes = new ArrayList<>();
            for (JsonNode report : reports) {
                for (JsonNode line : report.path("lv")) {
                    volumes.add(volume(line));
                }
            }
            return volumes;
        } catch (JacksonException | IllegalArgumentException | IOException e) {
            throw new IOException("the report of lvs cannot be understood: " + e.getMessage(), e);
        }
    }

    private static LogicalVolume volume(JsonNode line) throws IOException {
        String attributes = text(line, "lv_attr");
        if (attributes.length() != ATTRIBUTES) {
            throw new IOException("lv_attr has not ten letters: \"" + attributes + "\"");
        }
        return new LogicalVolume(
                name(line, "vg_name"),
                name(line, "lv_name"),
                attributes,
                text(line, "origin"),
                text(line, "pool_lv"),
                number(line, "lv_size"),
                percent(line, "data_percent"),
                percent(line, "metadata_percent"),
                device(number(line, "lv_kernel_major"), number(line, "lv_kernel_minor")),
                number(line, "vg_free"),
                number(line, "vg_extent_size"));
    }

    /** An inactive volume has -1 for both. */
    private static OptionalLong device(long major, long minor) {
        return major < 0 || minor < 0 ? OptionalLong.empty() : OptionalLong.of(DeviceNumber.of(major, minor));
    }

    private static String name(JsonNode line, String field) throws IOException {
        String name = text(line, field);
        if (name.isEmpty()) {
            throw new IOException(field + " is empty");
        }
        return name;
    }

    private static long number(JsonNode line, String field) throws IOException {
        return Long.parseLong(text(line, field));
    }

    private static OptionalDouble percent(JsonNode line, String field) throws IOException {
        String text = text(line, field);
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    private static String text(JsonNode line, String field) throws IOException {
        JsonNode value = line.path(field);
        if (!value.isString()) {
            throw new IOException("the field " + field + " is missing");
        }
        return value.stringValue();
    }
}
