// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Settings;
import dev.stillframe.consistency.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes records of a document in which nothing is wrong and every default is filled in. */
final class Assembly {
    private static final String ALWAYS = "always";

    private Assembly() {}

    static Configuration configuration(Path file, JsonNode root, String hostName, Secrets secrets) {
        Map<String, Application> applications = new LinkedHashMap<>();
        root.path("applications").forEachEntry((name, node) -> applications.put(name, application(name, node)));
        Map<String, Job> jobs = new LinkedHashMap<>();
        root.path("jobs").forEachEntry((name, node) -> jobs.put(name, job(name, node)));
        return new Configuration(
                file,
                hostName,
                StorageAssembly.storage(root).orElseThrow(),
                path(root.path("state-directory")),
                plugins(root.path("plugins")),
                snapshotCommands(root.path("snapshot-commands")),
                applications,
                jobs,
                secrets);
    }

    static PluginFolder plugins(JsonNode node) {
        JsonNode trust = node.path("trust");
        return new PluginFolder(
                path(node.path("directory")), trust.isObject() ? Optional.of(trust(trust)) : Optional.empty());
    }

    private static PluginTrust trust(JsonNode node) {
        Map<String, String> pins = new LinkedHashMap<>();
        node.path("sha256").forEachEntry((file, digest) -> pins.put(file, digest.stringValue()));
        return new PluginTrust(
                pins, optionalPath(node.path("signers")), optionalPath(node.path("signers-password-file")));
    }

    private static List<SnapshotCommands> snapshotCommands(JsonNode node) {
        List<SnapshotCommands> all = new ArrayList<>();
        node.forEachEntry((name, one) -> all.add(new SnapshotCommands(
                name,
                path(one.path("volume")),
                texts(one.path("create")),
                texts(one.path("mount")),
                texts(one.path("release")),
                one.path("freeze-filesystem").booleanValue(),
                duration(one.path("timeout")))));
        return all;
    }

    private static Application application(String name, JsonNode node) {
        Map<String, Object> settings = new LinkedHashMap<>();
        node.path("settings").forEachEntry((key, value) -> settings.put(key, plain(value)));
        return new Application(
                name,
                node.path("writer").stringValue(),
                new Settings(settings),
                constant(Level.class, node.path("minimum-consistency")),
                constant(Application.OnDamage.class, node.path("on-damage")),
                StorageAssembly.keep(node.path("keep")));
    }

    private static Job job(String name, JsonNode node) {
        JsonNode providers = node.path("providers");
        return new Job(
                name,
                texts(node.path("applications")),
                constant(BackupType.class, node.path("backup-type")),
                duration(node.path("freeze-timeout")),
                duration(node.path("prepare-timeout")),
                duration(node.path("copy-timeout")),
                duration(node.path("validate-timeout")),
                constant(Job.OnFailure.class, node.path("on-failure")),
                Optional.of(constant(Job.GroupMinimum.class, node.path("minimum-group")))
                        .filter(minimum -> minimum != Job.GroupMinimum.ANY),
                providers.isMissingNode() ? Optional.empty() : Optional.of(texts(providers)),
                node.path("accept-live").booleanValue(),
                StorageAssembly.storage(node),
                changedRanges(node.path("changed-ranges")),
                StorageAssembly.keep(node.path("keep")));
    }

    private static ChangedRanges changedRanges(JsonNode node) {
        return new ChangedRanges(
                node.path("keep-base").booleanValue(),
                duration(node.path("max-age")),
                node.path("max-space").intValue(),
                node.path("min-free").intValue(),
                node.path("sample").doubleValue(),
                node.path("full-validation").stringValue().equals(ALWAYS)
                        ? Duration.ZERO
                        : duration(node.path("full-validation")));
    }

    /** A value as a writer gets it. */
    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.forEachEntry((key, value) -> map.put(key, plain(value)));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isIntegralNumber()
                ? (Object) node.longValue()
                : node.isNumber() ? node.doubleValue() : node.asString("");
    }

    static Path path(JsonNode node) {
        return HostPath.of(node.stringValue()).normalize();
    }

    static Optional<Path> optionalPath(JsonNode node) {
        return node.isString() ? Optional.of(path(node)) : Optional.empty();
    }

    /** The constant whose name is the text in upper case with underscores. */
    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node) {
        return Enum.valueOf(type, node.stringValue().replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.stringValue()));
        return texts;
    }

    static Duration duration(JsonNode node) {
        String text = node.stringValue();
        int unit = 0;
        while (Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        long count = Long.parseLong(text.substring(0, unit));
        return switch (text.substring(unit)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(Math.multiplyExact(7L, count));
        };
    }
}
