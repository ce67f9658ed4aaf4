// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.cluster.ClusterFiles;
import dev.stillframe.postgres.cluster.ClusterFinder;
import dev.stillframe.postgres.cluster.Facts;
import dev.stillframe.postgres.server.Server;
import dev.stillframe.postgres.server.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server through many cycles. */
final class PostgresWriter implements Writer {
    /** A cluster is one component: its databases share WAL and are worth nothing without each other. */
    static final ComponentId CLUSTER = new ComponentId("cluster");

    private final Server server;
    private @Nullable Cluster planned; // by the last identify

    PostgresWriter(ServerSettings settings) {
        this.server = new Server(settings);
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        ClusterFinder finder = new ClusterFinder(server);
        Cluster cluster = finder.find();
        planned = cluster;
        List<Notice> notices = new ArrayList<>(finder.notices());
        if (!cluster.server().checksums()) {
            notices.add(new Notice(
                    "postgres.no-checksums",
                    "the cluster in " + cluster.data() + " has no data checksums: its pages cannot be verified",
                    "pg_checksums --enable adds them to a stopped cluster"));
        }
        Component component =
                new Component(CLUSTER, ClusterFiles.of(cluster), new Quiesce.BackupMode(), Facts.of(cluster));
        return new Inventory(List.of(component), notices);
    }

    @Override
    public Participant join(Cycle cycle) {
        return new PostgresParticipant(server, cycle, Optional.ofNullable(planned));
    }

    @Override
    public void close() {
        server.close();
    }
}
