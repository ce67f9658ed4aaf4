// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.catalog;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.cycle.Intent;
import dev.stillframe.cycle.Intent.Holder;
import dev.stillframe.cycle.Intent.SnapshotToCome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of an intent that has no column: holders and snapshots to come. A path stands as the base64 of its bytes.
 * Reading throws IllegalArgumentException or JacksonException on anything that writing does not make.
 */
final class IntentJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private IntentJson() {}

    static String write(Intent intent) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode holders = root.putArray("holders");
        for (Holder holder : intent.holders()) {
            ObjectNode node = holders.addObject()
                    .put("application", holder.application())
                    .put("freezes", holder.freezes())
                    .put("backup-mode", holder.backupMode());
            ArrayNode armed = node.putArray("armed");
            holder.armed().forEach(action -> armed.add(ThawActionJson.write(action)));
        }
        ArrayNode snapshots = root.putArray("snapshots");
        for (SnapshotToCome snapshot : intent.snapshots()) {
            ArrayNode volumes =
                    snapshots.addObject().put("provider", snapshot.provider()).putArray("volumes");
            for (Volume volume : snapshot.volumes()) {
                volumes.addObject()
                        .put("mount-point", path(volume.mountPoint()))
                        .put("file-system", volume.fileSystem())
                        .put("device", volume.device())
                        .put("device-id", volume.deviceId());
            }
        }
        return MAPPER.writeValueAsString(root);
    }

    static Intent read(String cycle, String owner, String job, Instant begun, Instant deadline, String json) {
        JsonNode root = MAPPER.readTree(json);
        List<Holder> holders = each(
                root,
                "holders",
                node -> new Holder(
                        text(node, "application"),
                        flag(node, "freezes"),
                        flag(node, "backup-mode"),
                        each(node, "armed", ThawActionJson::read)));
        List<SnapshotToCome> snapshots = each(
                root,
                "snapshots",
                node -> new SnapshotToCome(text(node, "provider"), each(node, "volumes", IntentJson::volume)));
        return new Intent(cycle, owner, job, begun, deadline, holders, snapshots);
    }

    private static Volume volume(JsonNode node) {
        return new Volume(
                path(text(node, "mount-point")),
                text(node, "file-system"),
                text(node, "device"),
                number(node, "device-id"));
    }

    static <T> List<T> each(JsonNode node, String key, Function<JsonNode, T> read) {
        JsonNode array = node.path(key);
        require(array.isArray(), key);
        List<T> items = new ArrayList<>();
        array.forEach(item -> items.add(read.apply(item)));
        return items;
    }

    static String text(JsonNode node, String key) {
        require(node.path(key).isString(), key);
        return node.path(key).stringValue();
    }

    static long number(JsonNode node, String key) {
        require(node.path(key).isIntegralNumber() && node.path(key).canConvertToLong(), key);
        return node.path(key).longValue();
    }

    private static boolean flag(JsonNode node, String key) {
        require(node.path(key).isBoolean(), key);
        return node.path(key).booleanValue();
    }

    static String path(SourcePath path) {
        return Base64.getEncoder().encodeToString(path.bytes());
    }

    static SourcePath path(String base64) {
        return SourcePath.of(Base64.getDecoder().decode(base64));
    }

    private static void require(boolean right, String key) {
        if (!right) {
            throw new IllegalArgumentException("an intent without a proper " + key);
        }
    }
}
