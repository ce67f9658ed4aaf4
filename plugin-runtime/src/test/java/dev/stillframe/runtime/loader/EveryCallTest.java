// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Guard;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Processes;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.View;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method that a vendor implements runs with the plugin's class loader, by reflection over the whole contract. */
class EveryCallTest {
    /** The contract's interfaces that the host implements. */
    private static final Set<Class<?>> HOSTS = Set.of(
            BackupImage.class,
            Cycle.class,
            Deadline.class,
            Guard.class,
            ImageFile.class,
            Processes.class,
            WriterContext.class);

    private static final ClassLoader PLUGIN = new URLClassLoader("plugin", new URL[0], null);

    @ParameterizedTest(name = "{0}")
    @MethodSource("vendors")
    void runs_with_the_plugins_class_loader_and_gives_the_callers_back(Class<?> contract) throws Exception {
        Recording plugin = new Recording();
        Object wrapped = wrapped(contract, plugin);
        for (Method method : contract.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            plugin.seen.clear();
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            method.invoke(wrapped, Recording.arguments(method));
            assertThat(plugin.seen).as("%s", method).containsOnlyOnce(method.getName() + " in plugin");
            assertThat(Thread.currentThread().getContextClassLoader())
                    .as("%s", method)
                    .isSameAs(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vendors")
    void gives_the_callers_class_loader_back_when_the_plugin_throws(Class<?> contract) throws Exception {
        Recording plugin = new Recording();
        Object wrapped = wrapped(contract, plugin);
        plugin.throwing = new StackOverflowError("from the plugin");
        for (Method method : contract.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            assertThatThrownBy(() -> method.invoke(wrapped, Recording.arguments(method)))
                    .as("%s", method)
                    .isInstanceOf(InvocationTargetException.class)
                    .hasCause(plugin.throwing);
            assertThat(Thread.currentThread().getContextClassLoader())
                    .as("%s", method)
                    .isSameAs(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vendors")
    void overrides_default_methods_too_so_that_the_plugins_own_are_called(Class<?> contract) throws Exception {
        Object wrapped = wrapped(contract, new Recording());
        for (Method method : contract.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                Method own = wrapped.getClass().getMethod(method.getName(), method.getParameterTypes());
                assertThat(own.getDeclaringClass().isInterface()).as("%s", own).isFalse();
            }
        }
    }

    @Test
    void a_listings_entries_are_pulled_with_the_plugins_class_loader_and_handled_with_the_callers() {
        List<String> pulled = new ArrayList<>();
        Recording plugin = new Recording();
        plugin.entries = Stream.of(1, 2, 3)
                .map(i -> {
                    pulled.add(Recording.where());
                    return Recording.entry(i);
                })
                .onClose(() -> pulled.add("closed " + Recording.where()));
        List<String> handled = new ArrayList<>();
        try (Stream<View.Entry> entries = new ListingInContext(plugin.make(View.Listing.class), context()).entries()) {
            entries.forEach(entry -> handled.add(entry.path() + " " + Recording.where()));
        }
        assertThat(pulled).containsExactly("in plugin", "in plugin", "in plugin", "closed in plugin");
        assertThat(handled).containsExactly("/1 outside", "/2 outside", "/3 outside");
    }

    @Test
    void a_participant_is_freezable_if_and_only_if_the_plugins_own_is() {
        Recording plugin = new Recording();
        Cycle cycle = plugin.make(Cycle.class);
        plugin.joining = Participant.class;
        assertThat(new WriterInContext(plugin.make(Writer.class), context(), "a").join(cycle))
                .isNotInstanceOf(Freezable.class);
        plugin.joining = Freezable.class;
        assertThat(new WriterInContext(plugin.make(Writer.class), context(), "a").join(cycle))
                .isInstanceOf(Freezable.class);
    }

    @Test
    void a_factory_has_a_capability_if_and_only_if_the_plugins_own_has() throws Exception {
        Recording plugin = new Recording();
        for (Class<?> contract : vendorTypes()) {
            if (contract.getName().endsWith("WriterFactory")) {
                WriterFactory plain = ContextLoader.around(plugin.make(WriterFactory.class), PLUGIN);
                assertThat(plain).isNotInstanceOfAny(Restores.class, Diagnoses.class, ChecksFiles.class);
                WriterFactory able = ContextLoader.around(
                        (WriterFactory) plugin.make(WriterFactory.class, Restores.class, Diagnoses.class), PLUGIN);
                assertThat(able).isInstanceOf(Restores.class).isInstanceOf(Diagnoses.class);
            }
        }
    }

    private static ContextLoader context() {
        return new ContextLoader(PLUGIN, new Leases());
    }

    /** How the host comes by each of the contract's types. A new interface of the contract fails here until it is wrapped. */
    private static Object wrapped(Class<?> contract, Recording plugin) throws Exception {
        Function<Class<?>, Object> factory =
                type -> context().around((WriterFactory) plugin.make(WriterFactory.class, type));
        if (Set.of(WriterFactory.class, Restores.class, Diagnoses.class, ChecksFiles.class)
                .contains(contract)) {
            return factory.apply(contract);
        }
        WriterFactory outer = (WriterFactory) factory.apply(Restores.class);
        if (contract == Writer.class) {
            return outer.open(null, plugin.make(WriterContext.class));
        }
        if (contract == Participant.class || contract == Freezable.class) {
            plugin.joining = contract;
            return outer.open(null, plugin.make(WriterContext.class)).join(plugin.make(Cycle.class));
        }
        if (contract == Restorer.class) {
            return ((Restores) outer).restorer(null, plugin.make(WriterContext.class));
        }
        SnapshotProvider provider = context().around(plugin.make(SnapshotProvider.class));
        if (contract == SnapshotProvider.class) {
            return provider;
        }
        if (contract == SnapshotSet.class) {
            return provider.open(Recording.REQUEST);
        }
        if (contract == View.Listing.class) {
            return provider.open(Recording.REQUEST).take(null).views().get(0);
        }
        throw new AssertionError("nothing wraps " + contract);
    }

    static Set<Class<?>> vendors() throws Exception {
        Set<Class<?>> types = vendorTypes();
        assertThat(types)
                .contains(WriterFactory.class, Writer.class, Participant.class, Freezable.class, Restorer.class)
                .contains(
                        SnapshotProvider.class, SnapshotSet.class, View.Listing.class, Restores.class, Diagnoses.class)
                .contains(ChecksFiles.class);
        return types;
    }

    /** Every interface of the contract's packages that is neither sealed nor the host's. */
    private static Set<Class<?>> vendorTypes() throws Exception {
        Path home = Path.of(WriterFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(home)) {
            return interfacesBelow(home);
        }
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
            return interfacesBelow(jar.getPath("/"));
        }
    }

    private static Set<Class<?>> interfacesBelow(Path home) throws IOException, ClassNotFoundException {
        Set<Class<?>> found = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted().toList()) {
                String name = home.relativize(file).toString().replace('/', '.');
                if (name.startsWith("dev.stillframe.api.")
                        && name.endsWith(".class")
                        && !name.contains("package-info")) {
                    Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                    if (type.isInterface() && !type.isSealed() && !HOSTS.contains(type)) {
                        found.add(type);
                    }
                }
            }
        }
        return found;
    }
}
