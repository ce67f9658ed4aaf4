// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import dev.stillframe.platform.windows.WindowsException;
import dev.stillframe.platform.windows.WindowsFiles;
import dev.stillframe.platform.windows.WindowsFolder;
import dev.stillframe.platform.windows.WindowsHandle;
import dev.stillframe.snapshot.vss.VssProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries on this Windows what could not be proved where Stillframe is made: a file of its own is locked, shown by a shadow
 * copy as it was, read with all that Windows keeps of it, and restored. It makes one folder, and removes it. One thread.
 */
final class LiveVss {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final byte[] HELD = "held".getBytes(UTF_8);
    private static final byte[] BACK = "back".getBytes(UTF_8);
    private static final String THEN = "as it was";
    private static final String NOW = "as it is now";
    /** FILE_ATTRIBUTE_HIDDEN. */
    private static final Attribute HIDDEN = new Attribute("windows.attributes", new byte[] {2, 0, 0, 0});

    private static final Attribute STREAM =
            new Attribute("windows.stream.:stillframe:$DATA", "\0\0\0\0beside".getBytes(UTF_8));

    private final HostSystem system;
    private final Clock clock;
    private final List<Diagnosis> found = new ArrayList<>();

    LiveVss(HostSystem system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Something that works, and says how; or not. */
    private interface Trial {
        String run() throws IOException, SnapshotException;
    }

    /** @param folder on the volume to be tried; a new folder is made in it and removed */
    List<Diagnosis> run(SourcePath folder) throws StillframeException {
        byte[] name = ("stillframe-live-vss-" + ProcessHandle.current().pid()).getBytes(UTF_8);
        try (WindowsFolder parent = WindowsFolder.open(system.realPath(folder))) {
            parent.makeFolder(name);
            try (WindowsFolder own = parent.folder(name)) {
                tryIn(own, system.realPath(folder).child(name));
                own.removeEverything();
            }
            parent.removeFolder(name);
            return List.copyOf(found);
        } catch (IOException e) {
            throw new StillframeException(
                    "doctor.live-vss",
                    "cannot try VSS in " + folder + ": " + e.getMessage(),
                    Retry.UNKNOWN,
                    "name a folder on a local NTFS or ReFS volume that this account may write to",
                    e);
        }
    }

    private void tryIn(WindowsFolder own, SourcePath folder) throws IOException {
        SourcePath held = folder.child(HELD);
        try (WindowsHandle file = own.create(HELD)) {
            file.write(ByteBuffer.wrap(THEN.getBytes(UTF_8)), 0);
            attempt("a hidden file", () -> {
                WindowsFolder.setAttribute(file, HIDDEN);
                return "can be made";
            });
            attempt("an alternate stream", () -> {
                WindowsFolder.setAttribute(file, STREAM);
                return "was written by BackupWrite";
            });
            attempt("a locked file", () -> locked(held));
            attempt("a shadow copy", () -> shadowed(own, file, held));
        }
    }

    private static String locked(SourcePath file) throws IOException {
        try (WindowsHandle open = WindowsFiles.open(file)) {
            throw new IOException(open + ": could be opened although this process shares it with nobody");
        } catch (WindowsException e) {
            if (e.number() != 32) {
                throw e;
            }
            String me = "(process " + ProcessHandle.current().pid() + ")";
            if (!String.valueOf(e.getMessage()).contains(me)) {
                throw new IOException("the Restart Manager does not name its holder: " + e.getMessage(), e);
            }
            return String.valueOf(e.getMessage());
        }
    }

    private String shadowed(WindowsFolder own, WindowsHandle file, SourcePath held)
            throws IOException, SnapshotException {
        Source source = new Source(system.volumes().of(held).orElseThrow(), FileSet.all(held));
        SourcePath shown;
        SnapshotRequest request =
                new SnapshotRequest("doctor", "live-vss", clock.instant(), List.of(source), List.of(), BackupType.COPY);
        try (SnapshotSet set = new VssProvider(clock).open(request)) {
            set.prepare(deadline());
            View.Mirror view = (View.Mirror) set.take(deadline()).views().get(0);
            shown = held.moved(view.source(), view.at());
            file.write(ByteBuffer.wrap(NOW.getBytes(UTF_8)), 0);
            attempt("what it shows", () -> content(shown));
            attempt("what it keeps of a file", () -> kept(own, shown));
        }
        try (WindowsHandle open = WindowsFiles.open(shown)) {
            throw new IOException(open + ": is still there after its requester has ended");
        } catch (WindowsException e) {
            return "was taken of " + source.volume().mountPoint() + " and is gone again";
        }
    }

    private static String content(SourcePath shown) throws IOException {
        try (WindowsHandle open = WindowsFiles.open(shown)) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            while (open.read(bytes, bytes.position()) > 0) {
                // until it ends
            }
            String text = UTF_8.decode(bytes.flip()).toString();
            if (!text.equals(THEN)) {
                throw new IOException(shown + ": shows \"" + text + "\" instead of \"" + THEN + "\"");
            }
            return "the locked file as it was at its instant";
        }
    }

    /** Restores a copy with everything, and reads that again. */
    private static String kept(WindowsFolder own, SourcePath shown) throws IOException {
        Metadata metadata = WindowsFiles.metadata(shown);
        List<String> names = metadata.attributes().stream().map(Attribute::name).toList();
        for (String wanted : List.of("windows.security", STREAM.name())) {
            if (!names.contains(wanted)) {
                throw new IOException("BackupRead gives no " + wanted + ", only " + String.join(", ", names));
            }
        }
        try (WindowsHandle copy = own.create(BACK, metadata)) {
            copy.write(ByteBuffer.wrap(THEN.getBytes(UTF_8)), 0);
            for (Attribute attribute : metadata.attributes()) {
                WindowsFolder.setAttribute(copy, attribute);
            }
        }
        List<Attribute> again = own.metadata(BACK).attributes();
        List<String> different = metadata.attributes().stream()
                .filter(attribute -> !again.contains(attribute))
                .map(Attribute::name)
                .toList();
        if (!different.isEmpty()) {
            throw new IOException("a restored file has another " + String.join(", ", different));
        }
        return "comes back: " + String.join(", ", names);
    }

    private void attempt(String subject, Trial trial) {
        int place = found.size();
        try {
            found.add(place, new Diagnosis(Status.GOOD, subject, trial.run(), ""));
        } catch (SnapshotException e) {
            found.add(place, new Diagnosis(Status.MISSING, subject, String.valueOf(e.getMessage()), e.hint()));
        } catch (IOException e) {
            found.add(
                    place,
                    new Diagnosis(
                            Status.MISSING,
                            subject,
                            String.valueOf(e.getMessage()),
                            "report it with what this command printed"));
        }
    }

    private Deadline deadline() {
        long end = clock.nanoTime() + LIMIT.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
    }
}
