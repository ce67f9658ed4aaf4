// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/** The JSON of a tree's entry. An instance holds the fields of one while they come in. */
final class NodeJson {
    /** What Go has for a time that nobody set. */
    private static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

    private static final byte[] NOTHING = {};

    private byte[] name = NOTHING;
    private NodeType type = NodeType.IRREGULAR;
    private long mode;
    private Instant modified = UNSET;
    private Instant accessed = UNSET;
    private Instant changed = UNSET;
    private long uid;
    private long gid;
    private String user = "";
    private String group = "";
    private long inode;
    private long deviceId;
    private long size;
    private long links;
    private byte[] linkTarget = NOTHING;
    private boolean rawTarget;
    private final List<ExtendedAttribute> attributes = new ArrayList<>();
    private long device;
    private Optional<List<BlobId>> content = Optional.empty();
    private Optional<BlobId> subtree = Optional.empty();
    private String error = "";

    static void write(GoJson json, NodeDocument node) {
        json.begin('{')
                .field("name", QuotedName.quote(node.name()))
                .field("type", node.type().label());
        number(json, "mode", node.mode());
        json.field("mtime", Timestamp.write(node.modified()))
                .field("atime", Timestamp.write(node.accessed()))
                .field("ctime", Timestamp.write(node.changed()))
                .field("uid", node.uid())
                .field("gid", node.gid());
        text(json, "user", node.user());
        text(json, "group", node.group());
        number(json, "inode", node.inode());
        number(json, "device_id", node.deviceId());
        number(json, "size", node.size());
        number(json, "links", node.links());
        text(json, "linktarget", Utf8.lenient(node.linkTarget()));
        if (!Utf8.valid(node.linkTarget())) {
            json.base64("linktarget_raw", node.linkTarget());
        }
        attributes(json, node.extendedAttributes());
        number(json, "device", node.device());
        json.key("content");
        node.content().ifPresentOrElse(blobs -> content(json, blobs), () -> json.raw("null"));
        node.subtree().ifPresent(tree -> json.field("subtree", tree));
        text(json, "error", node.error());
        json.end('}');
    }

    private static void attributes(GoJson json, List<ExtendedAttribute> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        json.key("extended_attributes").begin('[');
        for (ExtendedAttribute attribute : attributes) {
            json.next()
                    .begin('{')
                    .field("name", attribute.name())
                    .base64("value", attribute.value())
                    .end('}');
        }
        json.end(']');
    }

    private static void content(GoJson json, List<BlobId> blobs) {
        json.begin('[');
        blobs.forEach(blob -> json.next().raw("\"" + blob + "\""));
        json.end(']');
    }

    private static void number(GoJson json, String key, long value) {
        if (value != 0) {
            json.unsigned(key, value);
        }
    }

    private static void text(GoJson json, String key, String value) {
        if (!value.isEmpty()) {
            json.field(key, value);
        }
    }

    /** With the parser at the entry's start. */
    NodeDocument read(JsonParser parser) {
        Tokens.fields(parser, key -> field(parser, key));
        Parsing.require(name.length > 0, "an entry without a name");
        return new NodeDocument(
                name,
                type,
                mode,
                modified,
                accessed,
                changed,
                uid,
                gid,
                user,
                group,
                inode,
                deviceId,
                size,
                links,
                linkTarget,
                attributes,
                device,
                content,
                subtree,
                error);
    }

    private void field(JsonParser parser, String key) {
        switch (key) {
            case "name" -> name = QuotedName.unquote(Tokens.text(parser));
            case "type" -> type = NodeType.of(Tokens.text(parser));
            case "mode" -> mode = Tokens.number(parser);
            case "mtime" -> modified = Timestamp.read(Tokens.text(parser));
            case "atime" -> accessed = Timestamp.read(Tokens.text(parser));
            case "ctime" -> changed = Timestamp.read(Tokens.text(parser));
            case "uid" -> uid = Tokens.number(parser);
            case "gid" -> gid = Tokens.number(parser);
            case "user" -> user = Tokens.text(parser);
            case "group" -> group = Tokens.text(parser);
            case "inode" -> inode = Tokens.unsigned(parser);
            case "device_id" -> deviceId = Tokens.unsigned(parser);
            case "size" -> size = Tokens.number(parser);
            case "links" -> links = Tokens.number(parser);
            case "linktarget" -> target(Tokens.text(parser));
            case "linktarget_raw" -> rawTarget(Tokens.text(parser));
            case "extended_attributes" -> Tokens.elements(parser, () -> attributes.add(attribute(parser)));
            case "device" -> device = Tokens.unsigned(parser);
            case "content" -> content = Optional.of(blobs(parser));
            case "subtree" -> subtree = Optional.of(BlobId.parse(Tokens.text(parser)));
            case "error" -> error = Tokens.text(parser);
            default -> parser.skipChildren();
        }
    }

    private void target(String text) {
        if (!rawTarget) {
            linkTarget = text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private void rawTarget(String base64) {
        rawTarget = true;
        linkTarget = Base64.getDecoder().decode(base64);
    }

    private static ExtendedAttribute attribute(JsonParser parser) {
        String[] name = {""};
        byte[][] value = {NOTHING};
        Tokens.fields(parser, key -> {
            switch (key) {
                case "name" -> name[0] = Tokens.text(parser);
                case "value" -> value[0] = Base64.getDecoder().decode(Tokens.text(parser));
                default -> parser.skipChildren();
            }
        });
        return new ExtendedAttribute(name[0], value[0]);
    }

    private static List<BlobId> blobs(JsonParser parser) {
        List<BlobId> blobs = new ArrayList<>();
        Tokens.elements(parser, () -> blobs.add(BlobId.parse(Tokens.text(parser))));
        return blobs;
    }
}
