// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.plugin;

import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.loader.ContextLoader;
import dev.stillframe.runtime.loader.Leases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A writer in the jar that ships, loaded with a class loader of its own as the host loads it. */
public final class PackagedPlugin implements AutoCloseable {
    private final PluginClasses loader;
    private final Leases leases = new Leases();
    private final WriterFactory factory;
    private final WriterFactory inContext;

    /** @param writer the id of the writer; empty if the jar brings only one */
    public PackagedPlugin(Path jar, Optional<String> writer) throws IOException {
        loader = new PluginClasses(jar);
        try {
            ContextLoader context = new ContextLoader(loader, leases);
            factory = find(context, jar, writer);
            inContext = context.around(factory);
        } catch (RuntimeException | Error e) {
            loader.close();
            throw e;
        }
    }

    /** The only jar in a folder that is a plugin. */
    public static Path onlyOneIn(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                if (jar.getFileName().toString().startsWith("original-")) {
                    continue; // what the shade plugin keeps of the jar that it replaced
                }
                try (JarFile opened = new JarFile(jar.toFile())) {
                    Manifest manifest = opened.getManifest();
                    if (manifest != null && manifest.getMainAttributes().getValue("Plugin-Id") != null) {
                        found.add(jar);
                    }
                }
            }
        }
        if (found.size() != 1) {
            throw new IllegalStateException("there are " + found.size() + " plugin jars in " + folder.toAbsolutePath()
                    + ": package the writer first, or name its jar with -Dstillframe.testkit.jar");
        }
        return found.get(0);
    }

    /** With the plugin's class loader around every call; it has the capabilities that the writer's own factory has. */
    public WriterFactory factory() {
        return inContext;
    }

    /** The same, with every call bounded in time. */
    public BoundedFactory bounded() {
        return new BoundedFactory(inContext, System::nanoTime);
    }

    /** The same, of which the kit changes every writer that it opens; it has no capabilities. */
    public BoundedFactory bounded(UnaryOperator<Writer> change) {
        WriterFactory changing = new WriterFactory() {
            @Override
            public WriterDescriptor descriptor() {
                return inContext.descriptor();
            }

            @Override
            public Writer open(Settings settings, WriterContext context) throws WriterException {
                return change.apply(inContext.open(settings, context));
            }
        };
        return new BoundedFactory(changing, System::nanoTime);
    }

    /** What is open in it, and what runs. */
    public Leases leases() {
        return leases;
    }

    /** The class loader of its classes. */
    public ClassLoader loader() {
        return loader;
    }

    /** A resource of the jar, by an absolute name. */
    public Optional<byte[]> resource(String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name.startsWith("/") ? name.substring(1) : name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private WriterFactory find(ContextLoader context, Path jar, Optional<String> writer) {
        List<WriterFactory> found = new ArrayList<>();
        ClassLoader before = context.enter();
        try {
            for (WriterFactory each : ServiceLoader.load(WriterFactory.class, loader)) {
                if (writer.isEmpty() || each.descriptor().id().equals(writer.get())) {
                    found.add(each);
                }
            }
        } finally {
            context.leave(before);
        }
        if (found.size() != 1) {
            throw new IllegalStateException(jar + " brings " + found.size() + " writers"
                    + writer.map(" named "::concat).orElse("") + " in META-INF/services/"
                    + WriterFactory.class.getName());
        }
        return found.get(0);
    }
}
