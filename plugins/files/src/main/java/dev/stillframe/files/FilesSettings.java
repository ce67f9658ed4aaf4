// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Quiesce.Still;
import dev.stillframe.api.Quiesce.Tier;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator asked for.
 *
 * @param paths absolute, as they were written
 * @param hold how the application that writes them is held still, if it is
 */
record FilesSettings(List<String> paths, List<String> include, List<String> exclude, Optional<HoldCommands> hold) {
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
        return new FilesSettings(paths, settings.texts("include"), settings.texts("exclude"), hold(settings));
    }

    private static Optional<HoldCommands> hold(Settings settings) throws WriterException {
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
                constant(Tier.class, "tier", settings.text("tier").orElse("front-end"))));
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
