// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import java.util.List;

/**
 * What of the host a plugin can see: the JDK, the contract, slf4j and JSpecify. Everything else of the host's class path,
 * its libraries and its resources included, does not exist for a plugin, so that it brings its own version of each. The
 * parent of every plugin's class loader, in the host as in the conformance kit.
 */
public final class SharedClasses extends ClassLoader {
    private static final List<String> SHARED = List.of("dev.stillframe.api.", "org.slf4j.", "org.jspecify.");

    private final ClassLoader host;

    /** @param host the class loader that has the contract */
    public SharedClasses(ClassLoader host) {
        super("stillframe-shared", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /** Whether a class is always the host's, also when a plugin brings one of that name. */
    public static boolean shared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return shared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
