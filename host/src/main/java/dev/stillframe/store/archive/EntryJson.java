// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.store.archive.ArchiveEntry.Placement;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An entry as a line of a manifest. Unknown fields are left alone. */
final class EntryJson {
    private EntryJson() {}

    /** Whether a line is an entry's. */
    static boolean isEntry(ObjectNode line) {
        return line.has("path");
    }

    static ObjectNode write(ArchiveEntry entry) {
        StoredTree.Item item = entry.item();
        Metadata metadata = item.node().metadata();
        ObjectNode json = Json.object();
        json.set("path", Json.bytes(item.node().path().bytes()));
        json.put("kind", metadata.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("mode", metadata.permissions());
        json.put("uid", Integer.toUnsignedLong(metadata.uid()));
        json.put("gid", Integer.toUnsignedLong(metadata.gid()));
        json.put("size", metadata.size());
        json.put("mtime", metadata.modified().toString());
        json.put("ctime", metadata.changed().toString());
        json.put("device", metadata.device());
        json.put("inode", metadata.inode());
        json.put("links", metadata.links());
        if (metadata.special() != 0) {
            json.put("rdev", metadata.special());
        }
        if (metadata.kind() == Kind.SYMBOLIC_LINK) {
            json.set("target", Json.bytes(metadata.linkTarget()));
        }
        if (!metadata.attributes().isEmpty()) {
            ObjectNode attributes = json.putObject("xattrs");
            metadata.attributes().forEach(a -> attributes.set(a.name(), Json.bytes(a.value())));
        }
        item.hardLinkTo().ifPresent(first -> json.set("hardLink", Json.bytes(first.bytes())));
        item.sha256().ifPresent(digest -> json.put("sha256", digest.toString()));
        if (item.incomplete()) {
            json.put("incomplete", true);
        }
        writePlacement(json, entry.placement(), metadata.size());
        return json;
    }

    private static void writePlacement(ObjectNode json, Placement placement, long size) {
        if (placement.equals(Placement.NOWHERE)) {
            return;
        }
        json.put("at", placement.at());
        json.put("stored", placement.stored());
        if (!placement.extents().equals(Extents.whole(size))) {
            ArrayNode data = json.putArray("data");
            placement.extents().forEach(e -> data.addArray().add(e.offset()).add(e.length()));
        }
    }

    /** @throws IllegalArgumentException if it is not an entry; the message says what is wrong */
    static ArchiveEntry read(ObjectNode json) {
        Metadata metadata = new Metadata(
                kind(Json.text(json, "kind")),
                (int) Json.natural(json, "mode"),
                (int) Json.number(json, "uid"),
                (int) Json.number(json, "gid"),
                Json.natural(json, "size"),
                Json.instant(json, "mtime"),
                Json.instant(json, "ctime"),
                Json.number(json, "device"),
                Json.number(json, "inode"),
                Json.number(json, "links"),
                json.has("rdev") ? Json.number(json, "rdev") : 0,
                json.has("target") ? Json.bytes(Json.field(json, "target"), "target") : new byte[0],
                attributes(json));
        Optional<SourcePath> hardLink = json.has("hardLink") ? Optional.of(path(json, "hardLink")) : Optional.empty();
        Optional<Sha256> sha256 =
                json.has("sha256") ? Optional.of(Sha256.parse(Json.text(json, "sha256"))) : Optional.empty();
        Node node = new Node(path(json, "path"), metadata);
        boolean incomplete = json.has("incomplete") && json.get("incomplete").asBoolean();
        return new ArchiveEntry(
                new StoredTree.Item(node, hardLink, incomplete, sha256), readPlacement(json, metadata.size()));
    }

    private static SourcePath path(ObjectNode json, String name) {
        return SourcePath.of(Json.bytes(Json.field(json, name), name));
    }

    private static Kind kind(String name) {
        return Kind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static List<Attribute> attributes(ObjectNode json) {
        List<Attribute> attributes = new ArrayList<>();
        if (json.get("xattrs") instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                attributes.add(new Attribute(property.getKey(), Json.bytes(property.getValue(), property.getKey())));
            }
        }
        return attributes;
    }

    private static Placement readPlacement(ObjectNode json, long size) {
        if (!json.has("at")) {
            return Placement.NOWHERE;
        }
        List<Extent> extents = Extents.whole(size);
        if (json.get("data") instanceof ArrayNode data) {
            extents = new ArrayList<>();
            long end = 0;
            for (JsonNode pair : data) {
                Extent extent = new Extent(Json.number(pair.path(0), "data"), Json.number(pair.path(1), "data"));
                if (extent.offset() < end || extent.end() > size) {
                    throw new IllegalArgumentException("field \"data\" is out of order or beyond the file's end");
                }
                end = extent.end();
                extents.add(extent);
            }
        }
        return new Placement(Json.natural(json, "at"), Json.natural(json, "stored"), extents);
    }
}
