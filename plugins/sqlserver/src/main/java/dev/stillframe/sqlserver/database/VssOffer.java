// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What SqlServerWriter offers of one instance: a component for each database, whose logical path is the instance and
 * whose name is the database's (Microsoft's "SQL Server back up applications: Volume Shadow Copy Service and SQL
 * Writer"). Names and paths of Windows are compared in any case.
 */
public record VssOffer(Instance instance, List<NativeComponent> offered) implements Locator {
    /** The class id of SqlServerWriter. */
    public static final UUID WRITER = UUID.fromString("a65faa63-5ea8-4ebc-9dbd-a0c4db26912a");

    public VssOffer {
        offered = List.copyOf(offered);
    }

    /** Asks the VSS writers of this system. */
    static VssOffer of(Instance instance, WriterContext context) throws WriterException {
        try {
            return new VssOffer(instance, context.nativeComponents(WRITER));
        } catch (WriterException e) {
            throw new WriterException(
                    "sqlserver.windows",
                    "the instance " + instance.name() + " runs on Windows, where SqlServerWriter holds its databases: "
                            + e.getMessage(),
                    e.retry(),
                    "run Stillframe on the instance's machine; " + e.hint(),
                    e);
        }
    }

    /**
     * Joins what the server says with what the writer offers.
     *
     * @throws WriterException {@code sqlserver.vss-no-component} if the writer does not offer the database, {@code
     *     sqlserver.vss-other-files} if it offers other files than the server names
     */
    @Override
    public Located locate(Database database) throws WriterException {
        NativeComponent component = offered.stream()
                .filter(each -> each.component().logicalPath().equalsIgnoreCase(instance.name()))
                .filter(each -> each.component().component().equalsIgnoreCase(database.name()))
                .findFirst()
                .orElseThrow(() -> notOffered(database));
        Map<DatabaseFile, SourcePath> paths = new LinkedHashMap<>();
        for (DatabaseFile file : database.files()) {
            SourcePath path = path(database, file);
            if (component.files().stream().noneMatch(set -> takes(set, path))) {
                throw otherFiles(database, file, "is not among the files that SqlServerWriter offers");
            }
            paths.put(file, path);
        }
        return new Located(database, paths, Optional.of(component));
    }

    private WriterException notOffered(Database database) {
        return new WriterException(
                "sqlserver.vss-no-component",
                "SqlServerWriter does not offer the database " + database.name() + " of the instance "
                        + instance.name(),
                Retry.UNKNOWN,
                "the service SQL Server VSS Writer must run, and its account be a sysadmin of the instance; it offers: "
                        + String.join(
                                ", ", offered.stream().map(VssOffer::named).toList()));
    }

    private static String named(NativeComponent component) {
        return component.component().logicalPath() + "\\"
                + component.component().component();
    }

    private static SourcePath path(Database database, DatabaseFile file) throws WriterException {
        try {
            return PathText.fromWindows(file.path());
        } catch (IllegalArgumentException e) {
            throw otherFiles(database, file, String.valueOf(e.getMessage()));
        }
    }

    private static WriterException otherFiles(Database database, DatabaseFile file, String why) {
        return new WriterException(
                "sqlserver.vss-other-files",
                "the file " + file.path() + " of database " + database.name() + " " + why,
                Retry.HELPS,
                "plan again: files may have been added or moved just now");
    }

    /** Whether a file or folder is what a set names, or lies in it. */
    private static boolean takes(FileSet set, SourcePath path) {
        String root = folded(set.root());
        String wanted = folded(path);
        if (wanted.equals(root)) {
            return true; // a container: the set takes what is in it
        }
        if (!wanted.startsWith(root.endsWith("/") ? root : root + "/")) {
            return false;
        }
        String below = wanted.substring(root.length()).replaceFirst("^/", "");
        return set.include().isEmpty()
                || set.include().stream().anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), below));
    }

    private static boolean matches(String pattern, String below) {
        boolean anywhere = pattern.startsWith("**/");
        String name = anywhere ? below.substring(below.lastIndexOf('/') + 1) : below;
        StringBuilder regex = new StringBuilder();
        for (char c : (anywhere ? pattern.substring(3) : pattern).toCharArray()) {
            regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    static String folded(SourcePath path) {
        return PathText.of(path).toLowerCase(Locale.ROOT);
    }
}
