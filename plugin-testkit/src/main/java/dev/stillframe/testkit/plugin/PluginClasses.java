// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.plugin;

import dev.stillframe.runtime.loader.SharedClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;

/** A plugin's class loader: its own classes and resources first, except those that it shares with the host. */
final class PluginClasses extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    PluginClasses(Path jar) {
        super(
                "plugin " + jar.getFileName(),
                new URL[] {url(jar)},
                new SharedClasses(PluginClasses.class.getClassLoader()));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || SharedClasses.shared(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve);
            }
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
