// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.WriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin in the making: sources are compiled against the class path of the tests, and packed with a manifest. */
public final class PluginJar {
    private static final String OPEN = "public Writer open(Settings s, WriterContext c) { return new IdleWriter(); }";

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn"));
    private final List<String> left = new ArrayList<>();

    /** With a manifest that loads. */
    public static PluginJar of(String id) {
        return new PluginJar()
                .manifest("Plugin-Id", id)
                .manifest("Plugin-Version", "1.2.3")
                .manifest("Plugin-Provider", "The " + id + " people")
                .manifest("Plugin-Requires", ">=0.1.0 & <1.0.0");
    }

    /** With one writer of this id that answers everything with nothing. */
    public static PluginJar writing(String id) {
        return of(id).writer(id, "");
    }

    /** Adds a writer. {@code members} are members of its factory, in Java, {@code open} among them if it matters. */
    public PluginJar writer(String id, String members) {
        String name = "test.Factory" + (sources.size() + 1);
        return source(name, """
                package test;
                import dev.stillframe.api.*;
                import java.util.*;
                public class %s implements WriterFactory {
                    public WriterDescriptor descriptor() { return WriterDescriptor.of("%s", "a test", "/test/schema.json"); }
                    %s
                    %s
                }
                """.formatted(name.substring(5), id, members.contains(" open(") ? "" : OPEN, members))
                .idleWriter()
                .service(WriterFactory.class.getName(), name)
                .entry("test/schema.json", "{\"title\": \"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a snapshot provider that takes nothing. */
    public PluginJar provider(String id) {
        String name = "test.Provider" + (sources.size() + 1);
        return source(name, """
                package test;
                import dev.stillframe.api.snapshot.*;
                import java.util.*;
                public class %s implements SnapshotProvider {
                    public String id() { return "%s"; }
                    public Offers offer(List<Source> sources) { return Offers.none(); }
                    public SnapshotSet open(SnapshotRequest request) { throw new UnsupportedOperationException(); }
                    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) { return List.of(); }
                    public void release(OwnedSnapshot snapshot) {}
                }
                """.formatted(name.substring(5), id))
                .service("dev.stillframe.api.snapshot.SnapshotProvider", name);
    }

    private PluginJar idleWriter() {
        if (sources.stream().anyMatch(each -> each.getName().endsWith("IdleWriter.java"))) {
            return this;
        }
        return source("test.IdleWriter", """
                package test;
                import dev.stillframe.api.*;
                import java.util.*;
                public class IdleWriter implements Writer {
                    public Inventory identify(IdentifyRequest r) throws WriterException { throw new WriterException("test.idle", getClass().getName(), Retry.UNKNOWN, ""); }
                    public Participant join(Cycle c) { return new Freezable() {
                        public void prepare(Deadline d) {}
                        public void freeze(Deadline d) {}
                        public Thaw thaw(Deadline d) { return new Late().thaw(); }
                        public Map<ComponentId, Verdict> validate(BackupImage i, Deadline d) { return Map.of(); }
                        public void abort() {}
                        public void close() {}
                    }; }
                    public void close() {}
                    static class Late { Thaw thaw() { return new Thaw.Held(Map.of("loaded", "late")); } }
                }
                """);
    }

    public PluginJar manifest(String key, String value) {
        manifest.put(key, value);
        return this;
    }

    public PluginJar without(String key) {
        manifest.remove(key);
        return this;
    }

    public PluginJar source(String name, String text) {
        sources.add(new Source(name, text));
        return this;
    }

    /** More options for javac, such as {@code --release 17}. */
    public PluginJar javac(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Adds a line to a file in META-INF/services. */
    public PluginJar service(String service, String provider) {
        byte[] line = (provider + "\n").getBytes(StandardCharsets.UTF_8);
        entries.merge("META-INF/services/" + service, line, PluginJar::concat);
        return this;
    }

    public PluginJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Leaves an entry out, a compiled class for example. */
    public PluginJar leaveOut(String entry) {
        left.add(entry);
        return this;
    }

    /** The bytes of a compiled class of this jar. */
    byte[] compiled(String name) {
        return compile().get(name.replace('.', '/') + ".class");
    }

    public Path in(Path folder, String file) throws IOException {
        Path jar = folder.resolve(file);
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(written.getMainAttributes()::putValue);
        Map<String, byte[]> all = new TreeMap<>(compile());
        all.putAll(entries);
        all.keySet().removeAll(left);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), written)) {
            for (Map.Entry<String, byte[]> each : all.entrySet()) {
                out.putNextEntry(new JarEntry(each.getKey()));
                out.write(each.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private Map<String, byte[]> compile() {
        Map<String, byte[]> classes = new TreeMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<String> all = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
        all.addAll(options);
        try (JavaFileManager standard = compiler.getStandardFileManager(said, null, StandardCharsets.UTF_8);
                JavaFileManager files = new InMemory(standard, classes)) {
            if (!compiler.getTask(null, files, said, all, null, sources).call()) {
                throw new IllegalStateException("the test plugin does not compile: " + said.getDiagnostics());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager standard, Map<String, byte[]> classes) {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            String entry = name.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("bytes:///" + entry), kind) {
                @Override
                public ByteArrayOutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(entry, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
