// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.plugin.trust.Trust;
import dev.stillframe.runtime.loader.ContextLoader;
import dev.stillframe.runtime.loader.Leases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * Finds what a plugin brings, through {@code META-INF/services}, and asks each for its name. A plugin counts as a whole:
 * one extension that fails rejects it.
 */
final class Extensions {
    private static final Pattern PROVIDER_ID = Pattern.compile("[a-z][a-z0-9-]*");

    private final JarOnDisk jar;
    private final Trust trust;
    private final ClassLoader loader;
    private final ContextLoader context;

    Extensions(JarOnDisk jar, Trust trust, ClassLoader loader) {
        this.jar = jar;
        this.trust = trust;
        this.loader = loader;
        this.context = new ContextLoader(loader, new Leases());
    }

    ActivePlugin find() throws PluginProblem {
        List<PluginWriter> writers = new ArrayList<>();
        for (WriterFactory factory : services(WriterFactory.class)) {
            writers.add(writer(context.around(factory)));
        }
        List<SnapshotProvider> providers = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (SnapshotProvider provider : services(SnapshotProvider.class)) {
            SnapshotProvider inContext = context.around(provider);
            ids.add(id(inContext));
            providers.add(inContext);
        }
        if (writers.isEmpty() && providers.isEmpty()) {
            throw new PluginProblem(
                    "plugin.no-extension",
                    jar.path(),
                    "brings neither a writer nor a snapshot provider",
                    "name the factory's class in META-INF/services/" + WriterFactory.class.getName());
        }
        List<WriterDescriptor> descriptors =
                writers.stream().map(PluginWriter::descriptor).toList();
        LoadedPlugin about = new LoadedPlugin(
                jar.id(),
                jar.version(),
                jar.provider(),
                jar.description(),
                jar.requires(),
                jar.path(),
                jar.sha256(),
                jar.signatures().signers(),
                trust,
                descriptors,
                ids);
        return new ActivePlugin(about, writers, providers, context.leases());
    }

    private <S> List<S> services(Class<S> service) throws PluginProblem {
        ClassLoader before = context.enter();
        try {
            List<S> found = new ArrayList<>();
            for (S each : ServiceLoader.load(service, loader)) {
                found.add(each);
            }
            return found;
        } catch (Throwable e) { // a foreign constructor or static initialiser may throw anything
            throw failed("cannot make its " + service.getSimpleName(), e);
        } finally {
            context.leave(before);
        }
    }

    private PluginWriter writer(WriterFactory factory) throws PluginProblem {
        WriterDescriptor descriptor;
        try {
            descriptor = factory.descriptor();
        } catch (Throwable e) {
            throw failed("cannot describe its writer", e);
        }
        if (descriptor == null) {
            throw new PluginProblem("plugin.extension", jar.path(), "has a writer without a descriptor", "");
        }
        return new PluginWriter(descriptor, jar.id(), factory, schema(descriptor));
    }

    private String id(SnapshotProvider provider) throws PluginProblem {
        String id;
        try {
            id = provider.id();
        } catch (Throwable e) {
            throw failed("cannot name its snapshot provider", e);
        }
        if (id == null || !PROVIDER_ID.matcher(id).matches()) {
            String what = "has a snapshot provider with a bad id: \"" + id + "\"";
            throw new PluginProblem("plugin.extension", jar.path(), what, "lower-case letters, digits and hyphens");
        }
        return id;
    }

    private String schema(WriterDescriptor writer) throws PluginProblem {
        String name = writer.settingsSchema();
        String path = name.startsWith("/") ? name.substring(1) : name;
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in == null) {
                String what = "has no settings schema for its writer " + writer.id() + ": no " + name + " in the jar";
                throw new PluginProblem("plugin.schema", jar.path(), what, "");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed("has a settings schema that cannot be read", e);
        }
    }

    private PluginProblem failed(String what, Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error; // the host itself is at its end
        }
        String hint = thrown instanceof UnsupportedClassVersionError
                ? "this is Java " + Runtime.version().feature() + ": install the plugin's version for it"
                : "";
        return new PluginProblem(
                "plugin.extension", jar.path(), what + ": " + PluginProblem.text(thrown), hint, thrown);
    }
}
