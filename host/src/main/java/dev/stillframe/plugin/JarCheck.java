// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.WriterFactory;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Checks a jar without loading a class of it. */
public final class JarCheck {
    /** What a plugin must not bring: the host's own, which would be ignored, and the parts of the JDK. */
    private static final List<String> FORBIDDEN = List.of(
            "dev/stillframe/api/",
            "dev/stillframe/runtime/",
            "dev/stillframe/testkit/",
            "org/slf4j/",
            "org/pf4j/",
            "java/",
            "javax/sql/");

    private static final List<Class<?>> SERVICES = List.of(WriterFactory.class, SnapshotProvider.class);

    private final Path path;
    private final List<Check> checks = new ArrayList<>();

    private JarCheck(Path path) {
        this.path = path;
    }

    /** Checks everything that can be read from the file; goes on after the first thing that is wrong. */
    public static CheckedJar of(Path path) {
        JarCheck check = new JarCheck(path);
        String sha256 = check.manifest();
        try (JarFile jar = new JarFile(path.toFile())) {
            check.index(jar);
            check.packages(jar);
            check.checks.add(SignatureCheck.of(jar));
        } catch (IOException | SecurityException e) {
            check.add("contents", Result.FAILED, PluginProblem.text(e), "copy it again from where it came from");
        }
        check.checks.add(ContractReport.check(path, sha256));
        return new CheckedJar(path, sha256, check.checks);
    }

    private String manifest() {
        try {
            JarOnDisk jar = JarOnDisk.examine(path);
            add("manifest", Result.PASSED, jar.id() + " " + jar.version(), "");
            boolean within = ContractVersion.within(jar.requires());
            add(
                    "requires",
                    within ? Result.PASSED : Result.FAILED,
                    jar.requires() + (within ? " contains " : " does not contain ") + ContractVersion.text()
                            + ", this host's contract",
                    within ? "" : "install the plugin's version for this host");
            return jar.sha256();
        } catch (PluginProblem e) {
            add("manifest", Result.FAILED, e.problem().message(), e.problem().hint());
            return "";
        }
    }

    private void index(JarFile jar) throws IOException {
        List<String> named = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Class<?> service : SERVICES) {
            JarEntry entry = jar.getJarEntry("META-INF/services/" + service.getName());
            for (String name : entry == null ? List.<String>of() : names(jar, entry)) {
                boolean there = jar.getEntry(name.replace('.', '/') + ".class") != null;
                (there ? named : missing).add(name);
            }
        }
        String hint = "name the factory's class in META-INF/services/" + WriterFactory.class.getName();
        if (!missing.isEmpty()) {
            add("index", Result.FAILED, "META-INF/services names what is not in the jar: " + missing, hint);
        } else if (named.isEmpty()) {
            add("index", Result.FAILED, "META-INF/services names neither a writer nor a snapshot provider", hint);
        } else {
            add("index", Result.PASSED, String.join(", ", named), "");
        }
    }

    private static List<String> names(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private void packages(JarFile jar) {
        TreeSet<String> found = new TreeSet<>();
        jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                .forEach(name -> FORBIDDEN.stream().filter(name::startsWith).forEach(found::add));
        add(
                "packages",
                found.isEmpty() ? Result.PASSED : Result.FAILED,
                found.isEmpty() ? "none that belongs to the host" : "brings " + String.join(", ", found),
                found.isEmpty() ? "" : "depend on these with scope provided, or leave them out");
    }

    private void add(String name, Result result, String text, String hint) {
        checks.add(new Check(name, result, text, hint));
    }
}
