// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings without which a restored server would reach what the original reaches, for {@code postgresql.auto.conf}. */
final class Isolation {
    private Isolation() {}

    /** What is set whatever the configuration says. */
    static Map<String, String> always(int major) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("archive_mode", "off"); // its WAL has the original's names
        settings.put("archive_command", "");
        if (major >= 15) {
            settings.put("archive_library", "");
        }
        settings.put("restore_command", "");
        settings.put("archive_cleanup_command", "");
        settings.put("recovery_end_command", "");
        settings.put("primary_conninfo", "");
        settings.put("primary_slot_name", "");
        settings.put("synchronous_standby_names", ""); // no standby follows it: a commit would wait for ever
        settings.put("max_logical_replication_workers", "0"); // a subscription would drain the original's slot
        return settings;
    }

    /** What a path setting becomes that leads out of the target. */
    static Map<String, String> pathsWrittenTo(int major) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("log_directory", "log");
        settings.put("external_pid_file", "");
        if (major < 15) {
            settings.put("stats_temp_directory", "pg_stat_tmp"); // emptied at every start
        }
        return settings;
    }
}
