// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit;

import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A running application that a writer is proved against: the vendor's own, or a stand-in that writes as it does. What is
 * said here is the kit's yardstick, so it asks the application itself and never the writer.
 */
public interface Application {
    /** The settings that lead the writer to this application; also after {@link #stop()}. */
    Settings settings();

    /**
     * Lets the application commit one small thing to the files of the backup, and returns when the application has
     * acknowledged it. The kit calls it over and over from a thread of its own: what counts as progress is a call that
     * returned.
     *
     * <p>While the application is held it blocks or throws; it gives up when the thread is interrupted.
     */
    void work() throws Exception;

    /**
     * How long the application may keep back what it acknowledged before it writes it to its files. The kit watches a
     * hold for longer than this: a hold that was watched for less proves nothing.
     */
    Duration flushInterval();

    /**
     * What holds the application still or keeps it in backup mode, as the application itself reports it: locks,
     * sessions, markers. Empty if the application cannot tell; else the list must be empty when no cycle runs, and must
     * not be while one is in force.
     */
    default Optional<List<String>> held() throws Exception {
        return Optional.empty();
    }

    /** Ends a hold behind the writer's back, as an operator or a time-out of the application would. */
    default void breakHold() throws Exception {
        throw new UnsupportedOperationException("override Application.breakHold");
    }

    /**
     * Runs a copy of the application's files so that it sees one instant, as an atomic snapshot would, for example while
     * the application's processes are stopped by SIGSTOP. Needed where a hold lets background writes go on.
     */
    default void atInstant(Copy copy) throws Exception {
        copy.run();
    }

    /**
     * The kinds of damage that a check of this application's files can see somewhere. What is left out is a blind spot of
     * the whole format, and belongs into the writer's documentation.
     */
    default Set<Damage.Kind> visible() {
        return EnumSet.allOf(Damage.Kind.class);
    }

    /**
     * Whether a damage of a visible kind cannot be seen at this place, because the application's format protects nothing
     * there. The kit does no such damage; every damage that it does must be found.
     */
    default boolean blind(Damage damage) throws Exception {
        return false;
    }

    /**
     * Whether an operator would name this file of a backup to a check of files, see {@link
     * dev.stillframe.api.ChecksFiles}: data files, and not what lies beside them.
     */
    default boolean named(SourcePath file) {
        return true;
    }

    /**
     * What a writer of the system itself offers for this application, see {@link
     * dev.stillframe.api.WriterContext#nativeComponents}: for writers that leave the holding to Windows VSS.
     *
     * @param writer the VSS writer's class id
     * @throws WriterException if it offers nothing, for example because the application is down
     */
    default List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
        throw new WriterException(
                "host.no-native-writers",
                "this application has no writer {" + writer + "} of the system",
                Retry.DOES_NOT_HELP,
                "override Application.nativeComponents");
    }

    /**
     * What the application would notice if it were changed, as text; compared before and after calls that change nothing.
     * Empty if the contents of its files are just that, which an application that writes by itself cannot say.
     */
    default Optional<String> state() throws Exception {
        return Optional.empty();
    }

    /** Stops the application, for good. Its files may stay. */
    void stop() throws Exception;

    /** Copies files. */
    @FunctionalInterface
    interface Copy {
        /** Copies them now. */
        void run() throws Exception;
    }
}
