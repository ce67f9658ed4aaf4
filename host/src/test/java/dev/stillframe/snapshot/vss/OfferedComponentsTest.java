// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.VssWriter.Component;
import dev.stillframe.platform.windows.VssWriter.Files;
import dev.stillframe.platform.windows.VssWriter.Kind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OfferedComponentsTest {
    private static final UUID WRITER = new UUID(1, 2);

    @Test
    void aPartComesWithWhatItIsPartOfAndAnOrphanByItself() throws Exception {
        List<NativeComponent> offered = offered(
                component("", "server", true, "C:\\a"),
                component("server", "part", false, "C:\\b"),
                component("server\\deep", "part", false, "C:\\c"),
                component("serverless", "orphan", false, "C:\\d"),
                component("server", "choice", true, "C:\\e"));
        assertThat(offered)
                .extracting(each -> each.component().component())
                .containsExactly("server", "orphan", "choice");
        assertThat(roots(offered.get(0))).containsExactly("/C/a", "/C/b", "/C/c");
        assertThat(roots(offered.get(1))).containsExactly("/C/d");
    }

    @Test
    void variablesInFoldersAreExpandedAndEveryNameMeansEveryName() throws Exception {
        Files files = new Files(Kind.FILE, "%SystemRoot%\\ntds", "*.*", true);
        Component component = new Component(1, "", "ntds", "", true, List.of(files));
        FileSet set = offered(component).get(0).files().get(0);
        assertThat(set.root()).isEqualTo(SourcePath.of("/C/Windows/ntds"));
        assertThat(set.include()).containsExactly("**/*");
    }

    @Test
    void aFolderThatIsNoPathIsNamed() {
        assertThatThrownBy(() -> offered(component("", "x", true, "%NOBODY%\\x")))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("%NOBODY%");
    }

    private static List<String> roots(NativeComponent component) {
        return component.files().stream().map(set -> set.root().toString()).toList();
    }

    private static Component component(String path, String name, boolean selectable, String folder) {
        return new Component(1, path, name, name, selectable, List.of(new Files(Kind.FILE, folder, "*.db", false)));
    }

    private static List<NativeComponent> offered(Component... components) throws SnapshotException {
        VssWriter writer = new VssWriter(WRITER, WRITER, "writer", List.of(components), "");
        VssWriter other = new VssWriter(new UUID(5, 6), WRITER, "other", List.of(components), "");
        return OfferedComponents.of(List.of(other, writer), WRITER, Map.of("SYSTEMROOT", "C:\\Windows")::get);
    }
}
