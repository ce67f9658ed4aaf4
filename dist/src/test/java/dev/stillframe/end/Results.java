// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.shop.Stillframe;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code --json} prints; docs/json.md describes it. */
final class Results {
    private Results() {}

    /** A command that did what it should. */
    static Stillframe.Run good(Stillframe.Run run) {
        return ended(0, run);
    }

    static Stillframe.Run ended(int exit, Stillframe.Run run) {
        assertThat(run.exit()).as("%s", run).isEqualTo(exit);
        return run;
    }

    /** Every object that was printed: one a line, and nothing else. */
    static List<JsonNode> all(Stillframe.Run run) {
        assertThat(run.output()).as("%s", run).isNotEmpty();
        return run.output()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    static JsonNode only(Stillframe.Run run) {
        List<JsonNode> all = all(run);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("exit").asInt()).isEqualTo(run.exit());
        return all.get(0);
    }

    /** The receipt of the one backup that was made. */
    static JsonNode receipt(Stillframe.Run run) {
        JsonNode receipt = only(run).path("receipt");
        assertThat(receipt.isObject()).as("%s", run).isTrue();
        return receipt;
    }

    /** The first component of an application. */
    static JsonNode component(JsonNode receipt, String application) {
        for (JsonNode one : receipt.path("applications")) {
            if (one.path("name").asString().equals(application)) {
                return one.path("components").path(0);
            }
        }
        throw new AssertionError("no application " + application + " in " + receipt);
    }
}
