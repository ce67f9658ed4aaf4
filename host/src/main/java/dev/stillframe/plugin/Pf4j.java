// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import com.github.zafarkhaja.semver.Version;
import dev.stillframe.runtime.loader.SharedClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.ServiceProviderExtensionFinder;
import org.pf4j.VersionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PF4J as it is used here: every part that reads a system property, keeps a file of its own, or accepts anything but a
 * jar is replaced. Confined to one thread at a time; {@link LoadedPlugins} sees to that.
 */
final class Pf4j extends AbstractPluginManager {
    private static final Logger log = LoggerFactory.getLogger(Pf4j.class);

    private final ClassLoader shared = new SharedClasses(Pf4j.class.getClassLoader());

    /** @param contract the version that a plugin's {@code Plugin-Requires} is compared with */
    Pf4j(Path folder, Version contract) {
        super(folder);
        setSystemVersion(contract.toString());
    }

    /**
     * Loads and starts one jar.
     *
     * @throws PluginProblem if PF4J refuses it
     */
    ClassLoader load(JarOnDisk jar) throws PluginProblem {
        try {
            loadPlugin(jar.path());
        } catch (RuntimeException | LinkageError e) {
            throw new PluginProblem("plugin.load", jar.path(), "cannot be loaded: " + PluginProblem.text(e), "", e);
        }
        PluginWrapper wrapper = getPlugin(jar.id());
        if (wrapper.getPluginState() == PluginState.DISABLED) {
            unload(jar.id());
            throw new PluginProblem(
                    "plugin.requires",
                    jar.path(),
                    "requires version " + jar.requires() + " of the contract, and this host has " + getSystemVersion(),
                    "install the plugin's version for this host");
        }
        PluginState state = startPlugin(jar.id());
        if (!state.isStarted()) {
            Throwable reason = wrapper.getFailedException();
            unload(jar.id());
            String what = "cannot be started" + (reason == null ? "" : ": " + PluginProblem.text(reason));
            throw new PluginProblem("plugin.load", jar.path(), what, "", reason);
        }
        return wrapper.getPluginClassLoader();
    }

    /** Stops and unloads one plugin. Never throws: what it was asked to give up is gone from PF4J's lists either way. */
    void unload(String id) {
        try {
            unloadPlugin(id);
        } catch (RuntimeException | LinkageError e) {
            log.warn("plugin {} did not stop cleanly", id, e);
        }
    }

    /** PF4J's own loop removes from the list that it walks through and stops after the first plugin. */
    @Override
    public void stopPlugins() {
        List<PluginWrapper> lastFirst = new ArrayList<>(getStartedPlugins());
        Collections.reverse(lastFirst);
        for (PluginWrapper plugin : lastFirst) {
            unload(plugin.getPluginId());
        }
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT; // whatever the property pf4j.mode says
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(pluginsRoots);
    }

    /** A plugin has no life cycle beside its extensions: no class of it is made here. */
    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Plugin() {};
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    /** Demanded by PF4J and not used: {@link Extensions} finds them. */
    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new ServiceProviderExtensionFinder(this);
    }

    /** What lies in the folder is in use: no state in files that are not written atomically. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {}

            @Override
            public void enablePlugin(String pluginId) {}
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path jar, PluginDescriptor descriptor) {
                return new PluginClasses(Pf4j.this, descriptor, shared);
            }
        };
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }
}
