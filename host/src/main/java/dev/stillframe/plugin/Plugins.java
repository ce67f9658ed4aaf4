// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plugin.trust.Permissions;
import dev.stillframe.plugin.trust.Trust;
import dev.stillframe.plugin.trust.TrustPolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads a folder of plugins. */
public final class Plugins {
    /** The snapshot providers that the host brings, now or one day: a job's {@code providers} must mean those. */
    public static final Set<String> BUILT_IN = Set.of("btrfs", "reflink", "lvm", "zfs", "vss", "command", "live");

    private static final String WRITABLE =
            "what is trusted must belong to root or to the host's user, and only they may"
                    + " write to it: chown root, chmod go-w";

    private final Pf4j engine;
    private final TrustPolicy policy;
    private final List<ActivePlugin> active = new ArrayList<>();
    private final List<RejectedPlugin> rejected = new ArrayList<>();
    /** What is taken, such as {@code writer postgres}, and the jar that took it. */
    private final Map<String, Path> taken = new HashMap<>();

    private Plugins(Pf4j engine, TrustPolicy policy) {
        this.engine = engine;
        this.policy = policy;
    }

    /**
     * Loads every jar of a folder that the policy trusts, in the order of their names. What cannot be loaded is among {@link
     * LoadedPlugins#rejected()} and stops nothing; of two plugins with the same id, or two writers with the same id, the
     * first stays. Everything in the folder is accounted for, but for names that begin with a dot.
     *
     * @throws StillframeException if the folder cannot be listed, or cannot be trusted because others may write there
     */
    public static LoadedPlugins load(Path folder, TrustPolicy policy) throws StillframeException {
        List<Path> entries = list(folder);
        if (policy.asked()) {
            Optional<String> others = others(folder);
            if (others.isPresent()) {
                throw new StillframeException(
                        "plugin.writable",
                        "the plugin folder " + folder + " " + others.get(),
                        Retry.DOES_NOT_HELP,
                        WRITABLE);
            }
        }
        Plugins plugins = new Plugins(new Pf4j(folder, ContractVersion.read()), policy);
        for (Path entry : entries) {
            plugins.take(entry);
        }
        return new LoadedPlugins(plugins.active, plugins.rejected, plugins.engine);
    }

    private static List<Path> list(Path folder) throws StillframeException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    entries.add(entry);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            throw new StillframeException(
                    "plugin.folder",
                    "cannot list the plugin folder " + folder + ": " + PluginProblem.text(e),
                    Retry.DOES_NOT_HELP,
                    "correct plugins.directory",
                    e);
        }
        entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
        return entries;
    }

    private void take(Path entry) {
        try {
            if (!entry.getFileName().toString().endsWith(".jar") || !Files.isRegularFile(entry)) {
                throw new PluginProblem("plugin.not-a-jar", entry, "is not a jar", "a plugin is one jar file");
            }
            JarOnDisk jar = JarOnDisk.examine(entry);
            Trust trust = trusted(jar);
            refuseTaken(entry, "plugin id " + jar.id());
            load(jar, trust);
        } catch (StillframeException e) {
            rejected.add(new RejectedPlugin(entry.getFileName().toString(), e.problem()));
        }
    }

    private Trust trusted(JarOnDisk jar) throws StillframeException {
        Path file = jar.path();
        if (policy.asked()) {
            Optional<String> others = others(file);
            if (others.isPresent()) {
                throw new PluginProblem("plugin.writable", file, others.get(), WRITABLE);
            }
        }
        TrustPolicy.Decision decision = policy.judge(file.getFileName().toString(), jar.sha256(), jar.signatures());
        if (decision instanceof TrustPolicy.Decision.Refused refused) {
            throw new PluginProblem("plugin.untrusted", file, refused.reason(), refused.hint());
        }
        return ((TrustPolicy.Decision.Trusted) decision).why();
    }

    /** Who else may write to a file, or to a folder and through it. */
    private static Optional<String> others(Path path) throws StillframeException {
        try {
            return Permissions.others(path.toRealPath());
        } catch (IOException e) {
            throw new StillframeException(
                    "plugin.folder",
                    "cannot find out who may write to " + path + ": " + PluginProblem.text(e),
                    Retry.UNKNOWN,
                    "",
                    e);
        }
    }

    private void load(JarOnDisk jar, Trust trust) throws PluginProblem {
        ClassLoader loader = engine.load(jar);
        List<String> names = new ArrayList<>(List.of("plugin id " + jar.id()));
        ActivePlugin plugin;
        try {
            plugin = new Extensions(jar, trust, loader).find();
            plugin.about().writers().stream()
                    .map(WriterDescriptor::id)
                    .map("writer "::concat)
                    .forEach(names::add);
            for (String provider : plugin.about().snapshotProviders()) {
                refuseBuiltIn(jar.path(), provider);
            }
            plugin.about().snapshotProviders().stream()
                    .map("snapshot provider "::concat)
                    .forEach(names::add);
            for (String name : names) {
                refuseTaken(jar.path(), name);
                taken.put(name, jar.path());
            }
        } catch (PluginProblem e) {
            taken.values().removeIf(jar.path()::equals);
            engine.unload(jar.id());
            throw e;
        }
        active.add(plugin);
    }

    private static void refuseBuiltIn(Path jar, String provider) throws PluginProblem {
        if (BUILT_IN.contains(provider)) {
            throw new PluginProblem(
                    "plugin.built-in",
                    jar,
                    "brings snapshot provider " + provider + ", which is built in",
                    "its vendor must give it a name of its own");
        }
    }

    private void refuseTaken(Path jar, String name) throws PluginProblem {
        Path first = taken.get(name);
        if (first != null) {
            String what = first.equals(jar)
                    ? "brings " + name + " twice"
                    : "brings " + name + ", which " + first.getFileName() + " already does";
            throw new PluginProblem("plugin.duplicate", jar, what, "remove one of the two");
        }
    }
}
