// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.Offers;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** A provider that keeps its snapshots in a list and misbehaves where a test says so. */
final class ScriptedProvider implements SnapshotProvider {
    /** What the host can call. */
    enum Call {
        OPEN,
        PREPARE,
        TAKE,
        CONFIRM,
        COMPLETE,
        CLOSE,
        OWNED,
        RELEASE
    }

    final List<OwnedSnapshot> existing = new CopyOnWriteArrayList<>();
    final List<SnapshotRequest> requests = new CopyOnWriteArrayList<>();
    final Map<Quiesce.Native, Thaw> natives = new HashMap<>();
    final List<Set<Quiesce.Native>> completed = new CopyOnWriteArrayList<>();
    private final Map<Call, Misbehaviour> script = new EnumMap<>(Call.class);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile BooleanSupplier everyoneHeld = () -> true;
    private volatile boolean takenWhileHeld = true;
    private volatile boolean blind;

    ScriptedProvider misbehaves(Call call, Misbehaviour how) {
        script.put(call, how);
        return this;
    }

    /** What it looks at when a snapshot is taken. */
    void watch(BooleanSupplier held) {
        everyoneHeld = held;
    }

    boolean takenWhileHeld() {
        return takenWhileHeld;
    }

    /** It takes, but shows nothing of it. */
    ScriptedProvider showsNothing() {
        blind = true;
        return this;
    }

    void letGo() {
        letGo.countDown();
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public Offers offer(List<Source> sources) {
        return Offers.none();
    }

    @Override
    public SnapshotSet open(SnapshotRequest request) throws SnapshotException {
        requests.add(request);
        play(Call.OPEN);
        return new Picture(request);
    }

    @Override
    public List<OwnedSnapshot> owned(String owner, List<Volume> volumes) throws SnapshotException {
        play(Call.OWNED);
        return existing.stream().filter(one -> one.owner().equals(owner)).toList();
    }

    @Override
    public void release(OwnedSnapshot snapshot) throws SnapshotException {
        play(Call.RELEASE);
        existing.remove(snapshot);
    }

    private void play(Call call) throws SnapshotException {
        Misbehaviour how = script.get(call);
        if (how == null) {
            return;
        }
        switch (how) {
            case REFUSES -> throw new SnapshotException("test.refused", "refused " + call, Retry.HELPS, "");
            case LINKAGE_ERROR -> throw new NoClassDefFoundError("com/example/Missing");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("scripted");
            case HANGS -> {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new SnapshotException("test.interrupted", "interrupted", Retry.HELPS, "", e);
                }
            }
            case HANGS_STUBBORNLY, COMES_LATE -> hangStubbornly();
            default -> throw new IllegalStateException("undeclared");
        }
    }

    private void hangStubbornly() {
        while (true) {
            try {
                letGo.await();
                return;
            } catch (InterruptedException e) {
                // as an ioctl does
            }
        }
    }

    private final class Picture implements SnapshotSet {
        private final SnapshotRequest request;
        private final List<View> views;

        Picture(SnapshotRequest request) {
            this.request = request;
            views = request.sources().stream()
                    .<View>map(source -> new View.Mirror(
                            source.files().root(), source.files().root()))
                    .toList();
        }

        @Override
        public void prepare(Deadline deadline) throws SnapshotException {
            play(Call.PREPARE);
        }

        @Override
        public Taken take(Deadline deadline) throws SnapshotException {
            takenWhileHeld = everyoneHeld.getAsBoolean();
            Instant begun = Instant.now();
            play(Call.TAKE);
            OwnedSnapshot made = new OwnedSnapshot(
                    id(),
                    request.sources().get(0).volume().mountPoint(),
                    request.owner(),
                    request.cycle(),
                    request.deadline());
            existing.add(made);
            return new Taken(blind ? List.of() : views, begun, Instant.now(), List.of(made), natives);
        }

        @Override
        public void confirm(Deadline deadline) throws SnapshotException {
            play(Call.CONFIRM);
        }

        @Override
        public void complete(Set<Quiesce.Native> stored, Deadline deadline) throws SnapshotException {
            play(Call.COMPLETE);
            completed.add(stored);
        }

        @Override
        public void abort() {
            existing.removeIf(one -> one.cycle().equals(request.cycle()));
        }

        @Override
        public void close() throws SnapshotException {
            play(Call.CLOSE);
            existing.removeIf(one -> one.cycle().equals(request.cycle()));
        }
    }
}
