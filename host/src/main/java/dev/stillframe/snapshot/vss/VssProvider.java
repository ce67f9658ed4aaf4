// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.platform.windows.Apartment;
import dev.stillframe.platform.windows.VssLibrary;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.WindowsPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Shadow copies of Windows volumes, several volumes at one instant, with VSS's writers: an application that has one is
 * held by it. Any thread.
 *
 * <p>The shadow copies are of the kind that vanishes with its requester, also when the host is killed: nothing is ever
 * left to remove.
 */
public final class VssProvider implements SnapshotProvider {
    public static final String ID = "vss";

    /** Failures after which VSS wants a pause and then another attempt, with a new requester. */
    public static final Set<String> PASSING =
            Set.of("snapshot.vss.flush-timeout", "snapshot.vss.hold-timeout", "snapshot.vss.provider-veto");

    /** How long that pause is. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    /** How many more attempts it wants at most. */
    public static final int REPETITIONS = 3;

    private static final Duration GATHERING = Duration.ofMinutes(10);

    private final Supplier<VssLibrary> library;
    private final Clock clock;

    public VssProvider(Clock clock) {
        this(VssLibrary::system, clock);
    }

    /** @param library what is asked for when it is first needed */
    VssProvider(Supplier<VssLibrary> library, Clock clock) {
        this.library = library;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Offers offer(List<Source> sources) throws SnapshotException {
        List<Source> onDrives = sources.stream()
                .filter(source -> WindowsPath.onDrive(source.volume().mountPoint()))
                .toList();
        if (onDrives.isEmpty()) {
            return Offers.none();
        }
        Map<Volume, Boolean> supported = supported(onDrives);
        List<Source> together = new ArrayList<>();
        List<Offers.Refusal> refusals = new ArrayList<>();
        for (Source source : onDrives) {
            if (supported.getOrDefault(source.volume(), false)) {
                together.add(source);
            } else {
                refusals.add(new Offers.Refusal(
                        source,
                        "VSS cannot shadow the volume "
                                + WindowsPath.volume(source.volume().mountPoint()),
                        "VSS shadows local NTFS and ReFS volumes"));
            }
        }
        List<Offers.Offer> offers = together.isEmpty()
                ? List.of()
                : List.of(new Offers.Offer(together, Grain.ATOMIC, Optional.empty(), List.of()));
        return new Offers(offers, refusals);
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        return new VssSnapshotSet(request, loaded(), clock);
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) {
        return List.of();
    }

    @Override
    public void release(OwnedSnapshot snapshot) {
        // it went with its requester
    }

    /** What a VSS writer offers; nothing if it is not running. */
    public List<NativeComponent> components(UUID writer) throws SnapshotException {
        long end = clock.nanoTime() + GATHERING.toNanos();
        Deadline deadline = () -> Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
        List<VssWriter> writers;
        try (Apartment apartment = Apartment.enter(loaded())) {
            writers = apartment.call(() -> {
                try (Requester requester = new Requester(library.get().create(), clock, () -> false)) {
                    return requester.inspect(deadline);
                }
            });
        } catch (IOException e) {
            throw VssErrors.of("the VSS writers", e);
        }
        return OfferedComponents.of(writers, writer, System::getenv);
    }

    /**
     * Begins a restore through VSS's writers, see {@link VssRestore}.
     *
     * @param document that was kept with the backup
     * @param components of that backup
     */
    public VssRestore restore(String document, List<SavedComponent> components, Deadline deadline)
            throws SnapshotException {
        return VssRestore.open(loaded(), document, components, deadline);
    }

    private Map<Volume, Boolean> supported(List<Source> sources) throws SnapshotException {
        try (Apartment apartment = Apartment.enter(loaded())) {
            return apartment.call(() -> {
                try (Requester requester = new Requester(library.get().create(), clock, () -> false)) {
                    requester.initialize();
                    Map<Volume, Boolean> supported = new LinkedHashMap<>();
                    for (Source source : sources) {
                        Volume volume = source.volume();
                        supported.put(volume, requester.supports(WindowsPath.volume(volume.mountPoint())));
                    }
                    return supported;
                }
            });
        } catch (IOException e) {
            throw VssErrors.of("volumes", e);
        }
    }

    private VssLibrary loaded() throws SnapshotException {
        if (!VssLibrary.supported()) {
            throw VssErrors.of(
                    "bits",
                    "this Java runtime has 32 bits, and VSS serves only 64-bit requesters",
                    Retry.DOES_NOT_HELP,
                    "use a 64-bit Java runtime");
        }
        try {
            return library.get();
        } catch (UnsatisfiedLinkError e) {
            throw VssErrors.of(
                    "absent", "VSS cannot be loaded: " + e.getMessage(), Retry.DOES_NOT_HELP, "VSS is part of Windows");
        }
    }
}
