// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.fork;

import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import dev.stillframe.testkit.drive.Act;
import dev.stillframe.testkit.drive.KitContext;
import dev.stillframe.testkit.drive.KitGuard;
import dev.stillframe.testkit.plugin.PackagedPlugin;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main class of a process that freezes with the packaged writer and then does nothing, until it is killed. Its
 * arguments are the jar and the writer's id, which may be empty; its input is the settings, then one byte for each action
 * that is acknowledged; its output is the actions and what it did.
 */
public final class WriterProcess {
    /** An action follows. */
    static final byte ARMED = 1;
    /** The freeze has returned. */
    static final byte FROZEN = 2;
    /** Something failed; its text follows. */
    static final byte FAILED = 3;

    /** A writer that freezes itself asks no writer of the system. */
    private static final KitContext HELD_BY_NOBODY_ELSE = new KitContext(writer -> List.of());

    private WriterProcess() {}

    /** Runs until it is killed, or until its input ends. */
    public static void main(String[] arguments) throws Exception {
        DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        DataInputStream in = new DataInputStream(System.in);
        System.setOut(System.err);
        Settings settings = (Settings) PlainData.read(in.readNBytes(in.readInt()));
        Optional<String> writer = arguments[1].isEmpty() ? Optional.empty() : Optional.of(arguments[1]);
        PackagedPlugin plugin = new PackagedPlugin(Path.of(arguments[0]), writer);
        try {
            Act act = Act.begin(
                    plugin, settings, HELD_BY_NOBODY_ELSE, KitGuard.answering(action -> arm(action, in, out)));
            act.prepare();
            act.freeze();
            out.writeByte(FROZEN);
        } catch (AssertionError e) {
            out.writeByte(FAILED);
            out.writeUTF(String.valueOf(e.getMessage()));
        }
        out.flush();
        in.transferTo(OutputStream.nullOutputStream()); // until the parent is gone, should it not kill this process
        Runtime.getRuntime().halt(1);
    }

    private static void arm(ThawAction action, DataInputStream in, DataOutputStream out) throws WriterException {
        try {
            byte[] bytes = PlainData.write("action", action);
            out.writeByte(ARMED);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
            in.readByte();
        } catch (IOException | PlainData.NotPlain e) {
            throw new WriterException("guard.gone", "cannot arm " + action, Retry.UNKNOWN, "", e);
        }
    }
}
