// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A vendor's machine: Maven with an empty local repository. What is not ours comes from where this build has it, which its
 * settings name, and before that from what this build has downloaded already; so that it works without a network as well.
 */
final class VendorBuild {
    private static final Path MAVEN = Path.of(System.getProperty("stillframe.maven", ""), "bin", "mvn");
    private static final Path DOWNLOADED = Path.of(System.getProperty("stillframe.maven.repository", ""));
    private static final Path SETTINGS = Path.of(System.getProperty("stillframe.maven.settings", ""));
    private static final Path GLOBAL_SETTINGS = Path.of(System.getProperty("stillframe.maven.global-settings", ""));

    private static final Path EXAMPLES = Path.of(System.getProperty("stillframe.examples", ""));

    private final Path local;
    private final Path settings;

    VendorBuild(Path work) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(MAVEN), "there is no Maven in " + MAVEN);
        local = Files.createDirectory(work.resolve("maven-repository"));
        settings = work.resolve("settings.xml");
        MavenSettings.with(SETTINGS, DOWNLOADED, settings);
    }

    /**
     * Builds one of {@code examples/}, which are projects of their own.
     *
     * @param work where everything that is made lies
     * @return the jar
     */
    static Path ofExample(String name, Path work) throws Exception {
        Path project = Files.createDirectory(work.resolve(name));
        Shell.run(EXAMPLES.resolve(name), "cp -r pom.xml src '" + project + "'");
        VendorBuild build = new VendorBuild(work);
        build.install();
        return build.verify(project);
    }

    /** Puts our artefacts where the distribution's guide says, for a project that names no repository of its own. */
    private void install() throws IOException, InterruptedException {
        Shell.run(local, "cp -r '" + Installation.HOME + "/vendor/repository/.' .");
    }

    /** Runs {@code mvn verify} in a project; returns the jar that it made. */
    Path verify(Path project, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(MAVEN.toString(), "-B", "-ntp", "-s", settings.toString()));
        if (Files.isRegularFile(GLOBAL_SETTINGS)) {
            command.addAll(List.of("-gs", GLOBAL_SETTINGS.toString()));
        }
        command.addAll(List.of("-Dmaven.repo.local=" + local, "verify"));
        command.addAll(List.of(arguments));
        Path log = project.resolve("build.log");
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError("mvn verify failed in " + project + ":\n" + Files.readString(log));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        onlyTheDistributionsArtefacts();
        File[] jars = project.resolve("target")
                .toFile()
                .listFiles((folder, name) -> name.endsWith(".jar") && !name.startsWith("original-"));
        assertThat(jars).as("jars in %s", project.resolve("target")).hasSize(1);
        return jars[0].toPath();
    }

    /** Nothing of ours came from elsewhere: a vendor has the distribution, and not this build. */
    private void onlyTheDistributionsArtefacts() throws IOException {
        Path ours = local.resolve("dev/stillframe");
        try (Stream<Path> files = Files.walk(ours)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jar")).toList()) {
                assertThat(Installation.HOME
                                .resolve("vendor/repository/dev/stillframe")
                                .resolve(ours.relativize(file)))
                        .hasSameBinaryContentAs(file);
            }
        }
    }
}
