// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce.Still;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator asked for.
 *
 * @param paths absolute, as they were written
 * @param pageSize in bytes, if the files are arrays of pages that change in place
 * @param hold how the application that writes them is held still, if it is
 */
record FilesSettings(
        List<String> paths, List<String> include, List<String> exclude, OptionalInt pageSize, Optional<Hold> hold) {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    static FilesSettings read(Settings settings) throws WriterException {
        List<String> paths = settings.texts("paths");
        if (paths.isEmpty()) {
            throw invalid("paths", "names no path");
        }
        for (String path : paths) {
            try {
                SourcePath.of(path);
            } catch (IllegalArgumentException e) {
                throw invalid("paths", "holds a path that cannot be used: " + e.getMessage());
            }
        }
        return new FilesSettings(
                paths, settings.texts("include"), settings.texts("exclude"), pageSize(settings), hold(settings));
    }

    private static OptionalInt pageSize(Settings settings) throws WriterException {
        Optional<Long> size = settings.number("page-size");
        if (size.isEmpty()) {
            return OptionalInt.empty();
        }
        if (size.get() < 512 || size.get() > 65_536 || Long.bitCount(size.get()) != 1) {
            throw invalid("page-size", "is not a power of two from 512 to 65536: " + size.get());
        }
        return OptionalInt.of(size.get().intValue());
    }

    private static Optional<Hold> hold(Settings settings) throws WriterException {
        Optional<String> kind = settings.text("hold");
        if (settings.text("cgroup").isPresent() && !kind.equals(Optional.of("cgroup"))) {
            throw invalid("cgroup", "stands without hold: cgroup");
        }
        if (!settings.texts("units").isEmpty()
                && !kind.equals(Optional.of("cgroup"))
                && !kind.equals(Optional.of("processes"))) {
            throw invalid("units", "stands without hold: processes or hold: cgroup");
        }
        if (kind.equals(Optional.of("processes")) || kind.equals(Optional.of("cgroup"))) {
            return Optional.of(stopping(settings, kind.get()));
        }
        return commands(settings).map(Hold.class::cast);
    }

    private static Hold stopping(Settings settings, String kind) throws WriterException {
        for (String key : List.of("freeze-command", "thaw-command", "check-command")) {
            if (!settings.texts(key).isEmpty()) {
                throw invalid(key, "stands beside hold: " + kind + ", which needs no command");
            }
        }
        Tier tier = tier(settings);
        List<String> units = units(settings);
        if (kind.equals("processes")) {
            return new HoldProcesses(units, tier);
        }
        if (!units.isEmpty()) {
            if (settings.text("cgroup").isPresent()) {
                throw invalid("units", "stands beside cgroup: one of them says what is frozen");
            }
            return new HoldCgroup(Optional.empty(), units, tier);
        }
        Path path = Path.of(settings.requiredText("cgroup"));
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw invalid("cgroup", "is not an absolute path without ..: " + path);
        }
        return new HoldCgroup(Optional.of(path), List.of(), tier);
    }

    private static List<String> units(Settings settings) throws WriterException {
        List<String> units = settings.texts("units");
        for (String unit : units) {
            if (!UnitTree.NAME.matcher(unit).matches()) {
                throw invalid("units", "names no service, scope or slice: " + unit);
            }
        }
        return units;
    }

    private static Tier tier(Settings settings) throws WriterException {
        return constant(Tier.class, "tier", settings.text("tier").orElse("front-end"));
    }

    private static Optional<HoldCommands> commands(Settings settings) throws WriterException {
        List<String> freeze = command(settings, "freeze-command");
        List<String> thaw = command(settings, "thaw-command");
        List<String> check = command(settings, "check-command");
        if (freeze.isEmpty() != thaw.isEmpty()) {
            throw invalid(freeze.isEmpty() ? "thaw-command" : "freeze-command", "stands without the other of the pair");
        }
        if (freeze.isEmpty()) {
            if (!check.isEmpty()) {
                throw invalid("check-command", "stands without a freeze-command");
            }
            if (settings.text("hold").isPresent()) {
                throw invalid("hold", "is \"" + settings.requiredText("hold") + "\", which needs a freeze-command");
            }
            return Optional.empty();
        }
        return Optional.of(new HoldCommands(
                freeze,
                thaw,
                check.isEmpty() ? Optional.empty() : Optional.of(check),
                settings.text("command-timeout").isPresent()
                        ? duration(settings.requiredText("command-timeout"))
                        : DEFAULT_LIMIT,
                constant(Still.class, "hold", settings.requiredText("hold")),
                tier(settings)));
    }

    private static List<String> command(Settings settings, String key) throws WriterException {
        List<String> command = settings.texts(key);
        if (!command.isEmpty() && !command.get(0).startsWith("/")) {
            throw invalid(key, "names a program without its absolute path: " + command.get(0));
        }
        return command;
    }

    private static Duration duration(String text) throws WriterException {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw invalid("command-timeout", "is not a duration such as 500ms, 10s, 5m or 2h: " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String key, String label) throws WriterException {
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(label)) {
                return each;
            }
        }
        throw invalid(key, "cannot be \"" + label + "\"");
    }

    private static WriterException invalid(String key, String what) {
        return new WriterException(
                "settings.invalid",
                "setting \"" + key + "\" " + what,
                Retry.DOES_NOT_HELP,
                "correct it under applications.<name>.settings");
    }
}
