// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The JSON of a tree, byte for byte as restic writes it: a tree that is the same has the same name. Any thread. */
public final class TreeJson {
    private TreeJson() {}

    /** @throws IllegalArgumentException if names are not in order, or one stands twice: no such tree is written */
    public static byte[] write(TreeDocument tree) {
        GoJson json = new GoJson().begin('{').key("nodes").begin('[');
        byte[] last = {};
        for (NodeDocument node : tree.nodes()) {
            if (Arrays.compareUnsigned(last, node.name()) >= 0) {
                throw new IllegalArgumentException(
                        "names out of order: " + QuotedName.quote(last) + " before " + QuotedName.quote(node.name()));
            }
            last = node.name();
            NodeJson.write(json.next(), node);
        }
        return json.end(']').end('}').raw("\n").bytes();
    }

    /**
     * @param name of the tree, for the error
     * @throws RepositoryException if it is no tree
     */
    public static TreeDocument read(byte[] json, BlobId name) throws RepositoryException {
        return Parsing.guarded("tree " + name, () -> {
            List<NodeDocument> nodes = new ArrayList<>();
            try (JsonParser parser = Parsing.parser(json)) {
                Tokens.expect(parser, JsonToken.START_OBJECT);
                Tokens.fields(parser, key -> {
                    if (key.equals("nodes")) {
                        Tokens.elements(parser, () -> nodes.add(new NodeJson().read(parser)));
                    } else {
                        parser.skipChildren();
                    }
                });
                Tokens.end(parser);
            }
            return new TreeDocument(nodes);
        });
    }
}
