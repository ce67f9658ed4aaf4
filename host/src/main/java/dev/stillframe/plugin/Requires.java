// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import com.github.zafarkhaja.semver.ParseException;
import com.github.zafarkhaja.semver.Version;
import com.github.zafarkhaja.semver.expr.ExpressionParser;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The range of contract versions that a plugin works with, {@code Plugin-Requires} in its manifest. It is demanded, with
 * both ends: PF4J takes a missing one for anything and reads {@code 1.0.0} as "1.0.0 or any later version".
 */
final class Requires {
    private static final String HINT = "name a range such as \">=0.1.0 & <1.0.0\"";
    private static final Pattern BARE = Pattern.compile("[=v]?\\s*\\d+(\\.\\d+)*(-[0-9A-Za-z.-]+)?");
    private static final Version BEFORE_ALL = Version.of(0, 0, 0);
    private static final Version AFTER_ALL = Version.of(Long.MAX_VALUE, 0, 0);

    private Requires() {}

    /** @return the range as it stands in the manifest */
    static String check(@Nullable String requires, Path jar) throws PluginProblem {
        if (requires == null || requires.isBlank()) {
            throw problem(jar, "does not say which versions of the contract it works with (Plugin-Requires)");
        }
        String range = requires.strip();
        if (BARE.matcher(range).matches()) {
            throw problem(jar, "requires \"" + range + "\", which is a version and not a range");
        }
        Predicate<Version> expression = parse(range, jar);
        if (expression.test(AFTER_ALL)) {
            throw problem(jar, "requires \"" + range + "\", which has no upper end");
        }
        if (expression.test(BEFORE_ALL)) {
            throw problem(jar, "requires \"" + range + "\", which has no lower end");
        }
        return range;
    }

    private static Predicate<Version> parse(String range, Path jar) throws PluginProblem {
        try {
            return ExpressionParser.newInstance().parse(range);
        } catch (ParseException | IllegalArgumentException e) {
            throw problem(jar, "requires \"" + range + "\", which is no range of semantic versions");
        }
    }

    private static PluginProblem problem(Path jar, String what) {
        return new PluginProblem("plugin.requires", jar, what, HINT);
    }
}
