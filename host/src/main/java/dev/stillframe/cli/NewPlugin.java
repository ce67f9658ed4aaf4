// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import tools.jackson.databind.node.ObjectNode;

/** The project that {@code plugins new} makes: templates in the class path, in which words between double underscores change. */
final class NewPlugin {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    private final Map<String, String> words = new LinkedHashMap<>();

    private NewPlugin(String name, String javaPackage) {
        String className = Arrays.stream(name.split("-"))
                .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                .collect(Collectors.joining());
        words.put("__REPOSITORIES__", repositories());
        words.put("__NAME__", name);
        words.put("__PACKAGE__", javaPackage);
        words.put("__PATH__", javaPackage.replace('.', '/'));
        words.put("__CLASS__", className);
        words.put("__VERSION__", contractVersion());
    }

    static NewPlugin of(String name, Optional<String> javaPackage) throws StillframeException {
        String used = javaPackage.orElse("com.example." + name.replace("-", ""));
        if (!NAME.matcher(name).matches()) {
            throw usage("not a writer's id: \"" + name + "\"", "lower-case letters, digits and single hyphens");
        }
        if (!PACKAGE.matcher(used).matches() || !SourceVersion.isName(used)) {
            throw usage("not a package: \"" + used + "\"", "for example com.example.notes");
        }
        return new NewPlugin(name, used);
    }

    /** Writes the project; returns the files, relative to the folder. */
    List<String> writeTo(Path folder) throws StillframeException {
        try {
            if (Files.exists(folder) && !isEmpty(folder)) {
                throw usage("the folder " + folder + " is not empty", "name another with --directory");
            }
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path to = folder.resolve(file.getKey());
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.writeString(to, file.getValue());
            }
        } catch (IOException e) {
            throw new StillframeException(
                    "host.write", "cannot write the project in " + folder + ": " + e, Retry.UNKNOWN, "", e);
        }
        return List.copyOf(files().keySet());
    }

    static Report report(String name, Path folder, List<String> files) {
        ObjectNode json = Json.object("plugin-new").put("name", name).put("folder", folder.toString());
        json.set("files", Json.texts(files));
        Page page = new Page();
        page.section("made " + folder, () -> files.forEach(page::line));
        page.line("next: cd " + folder + " && mvn verify, then read README.md");
        return new Report(json, page.lines(), ExitCode.DONE);
    }

    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        String path = words.get("__PATH__") + "/";
        String name = words.get("__CLASS__");
        for (String each : List.of("pom.xml", "README.md")) {
            files.put(each, template(each));
        }
        for (String each : List.of("WriterFactory", "Writer", "Hold", "Validation")) {
            files.put("src/main/java/" + path + name + each + ".java", template(each + ".java"));
        }
        for (String each : List.of("ContractIT", "Application")) {
            files.put("src/test/java/" + path + name + each + ".java", template(each + ".java"));
        }
        files.put("src/main/resources/" + path + "settings.schema.json", template("settings.schema.json"));
        files.put(
                "src/main/resources/META-INF/services/" + WriterFactory.class.getName(),
                words.get("__PACKAGE__") + "." + name + "WriterFactory\n");
        return files;
    }

    private String template(String name) {
        try (InputStream in = NewPlugin.class.getResourceAsStream("new-plugin/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the host was built without its template " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the template " + name, e);
        }
    }

    /** The distribution brings the artefacts that a vendor needs, in a folder that Maven can use. */
    private static String repositories() {
        Path repository = Path.of(System.getProperty("stillframe.home", "/nonexistent"), "vendor", "repository");
        if (!Files.isDirectory(repository)) {
            return "";
        }
        return """

                  <repositories>
                    <repository>
                      <id>stillframe</id>
                      <name>the Stillframe distribution that made this project</name>
                      <url>%s</url>
                    </repository>
                  </repositories>
                """.formatted(repository.toUri());
    }

    /** The version of the artefacts that came with this host, as plugin-api's build wrote it. */
    private static String contractVersion() {
        try (InputStream in = WriterFactory.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("plugin-api was built without its version.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the version of plugin-api", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static StillframeException usage(String message, String hint) {
        return new StillframeException("cli.usage", message, Retry.DOES_NOT_HELP, hint);
    }
}
