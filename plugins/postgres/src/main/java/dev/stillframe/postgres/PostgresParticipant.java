// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.PostgresWriter.CLUSTER;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.backup.ClusterBackup;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.cluster.ClusterFiles;
import dev.stillframe.postgres.cluster.ClusterFinder;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.validate.ClusterValidation;
import dev.stillframe.postgres.validate.RecoveryEnd;
import dev.stillframe.postgres.validate.StopPoint;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cycle of one server. Backup mode is no hold: writes go on, so there is nothing to freeze. */
final class PostgresParticipant implements Participant {
    private final Server server;
    private final ClusterBackup backup;
    private final Grain grain;
    private final Optional<Cluster> planned;
    private @Nullable Cluster cluster;
    private @Nullable StopPoint stop;

    /** @param planned what the plan of this cycle was made from */
    PostgresParticipant(Server server, Cycle cycle, Optional<Cluster> planned) {
        this.server = server;
        this.planned = planned;
        this.backup = new ClusterBackup(server, cycle.id());
        this.grain = cycle.grains().getOrDefault(CLUSTER, Grain.LIVE);
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        Cluster found = new ClusterFinder(server).find(); // again: the plan may be old
        if (planned.isPresent() && !ClusterFiles.of(planned.get()).equals(ClusterFiles.of(found))) {
            throw new WriterException(
                    "postgres.layout-changed",
                    "the cluster in " + found.data() + " has other tablespaces or folders than when it was planned",
                    Retry.HELPS,
                    "");
        }
        cluster = found;
        backup.begin(found, deadline);
    }

    @Override
    public Gathered gather(Deadline deadline) throws WriterException {
        ClusterBackup.Result result = backup.end(prepared(), CLUSTER, grain, deadline);
        stop = result.stop();
        return result.gathered();
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        Cluster found = prepared();
        Verdict verdict = new ClusterValidation(
                        ClusterFiles.place(found), found.control().systemIdentifier(), end())
                .verdict(image, CLUSTER, deadline);
        return Map.of(CLUSTER, verdict);
    }

    @Override
    public void abort() {
        backup.abort();
    }

    @Override
    public void close() {
        backup.close();
    }

    private RecoveryEnd end() {
        StopPoint reached = stop;
        if (reached == null) {
            throw new IllegalStateException("called before gather");
        }
        return grain == Grain.ATOMIC
                ? new RecoveryEnd.EndOfWal(Optional.of(reached.start()))
                : new RecoveryEnd.At(reached);
    }

    private Cluster prepared() {
        Cluster found = cluster;
        if (found == null) {
            throw new IllegalStateException("called before prepare");
        }
        return found;
    }
}
