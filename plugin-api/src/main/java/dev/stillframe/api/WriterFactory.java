// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

/**
 * Makes the writers of one kind of application. Found through {@code
 * META-INF/services/dev.stillframe.api.WriterFactory}; needs a public constructor without parameters.
 *
 * <p>A factory implements the capabilities it has beside this interface, for example {@link Restores}.
 */
public interface WriterFactory {
    /**
     * Says what this factory makes. The answer is the same at every call.
     *
     * <p>Thread: any, also several at once. Deadline: none, so it must not block. Never throws.
     */
    WriterDescriptor descriptor();

    /**
     * Makes a writer for one configured application. Reads and checks the settings but never connects: the application
     * may be down, and a plan must still be able to say so.
     *
     * <p>Thread: one at a time per factory. May be called many times, also with equal settings. Deadline: none, so it
     * must not block.
     *
     * @param settings checked against the descriptor's schema before this call
     * @throws WriterException if the settings contradict each other in a way that the schema cannot express
     */
    Writer open(Settings settings, WriterContext context) throws WriterException;
}
