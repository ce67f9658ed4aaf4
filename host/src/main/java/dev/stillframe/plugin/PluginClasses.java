// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.runtime.loader.SharedClasses;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** A plugin's class loader: its own classes first, except those that it shares with the host. */
final class PluginClasses extends PluginClassLoader {
    PluginClasses(PluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
        super(manager, descriptor, parent);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return SharedClasses.shared(className);
    }
}
