// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import static dev.stillframe.sqlserver.OneCycle.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore leaves for the instance. The script itself never ran on a real one. */
class RestoreTest {
    @TempDir
    Path target;

    private final Map<String, String> facts = new HashMap<>(Map.of(
            "database", "o'shop]",
            "file.1.name", "shop",
            "file.1.path", "/data/shop.mdf",
            "file.2.name", "shop_log",
            "file.2.path", "/log/shop.ldf",
            "metadata", "/data/shop.mdf.bkm"));
    private List<OpenFiles.Holder> holders = List.of();

    @BeforeEach
    void files_are_back() throws Exception {
        for (String file : List.of("data/shop.mdf", "log/shop.ldf", "data/shop.mdf.bkm")) {
            Path path = target.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
        }
    }

    @Test
    void beside_the_original_it_gets_another_name_and_every_file_its_new_place() throws Exception {
        Restorer.RestoreReport report = restored(false);
        String script = script();
        assertThat(script)
                .contains("DECLARE @database sysname = N'o''shop]_restored';")
                .contains("DECLARE @replace bit = 0;")
                .contains("IF DB_ID(@database) IS NOT NULL AND @replace = 0")
                .contains("FROM DISK = N''" + target + "/data/shop.mdf.bkm''")
                .contains("WITH METADATA_ONLY, DBNAME = N''o''''shop]''")
                .contains("MOVE N''shop'' TO N''" + target + "/data/shop.mdf''")
                .contains("MOVE N''shop_log'' TO N''" + target + "/log/shop.ldf''")
                .contains("IIF(@norecovery = 1, N', NORECOVERY', N'')")
                .doesNotContain("N''/data/");
        assertThat(report.changes()).singleElement().asString().contains("comes back as o'shop]_restored");
        assertThat(report.nextSteps())
                .anyMatch(step -> step.contains("sqlcmd") && step.contains("shop.mdf.restore.sql"));
    }

    @Test
    void in_place_it_keeps_its_name() throws Exception {
        assertThat(restored(true).changes()).isEmpty();
        assertThat(script()).contains("DECLARE @database sysname = N'o''shop]';");
    }

    @Test
    void without_metadata_it_is_attached_and_that_is_said() throws Exception {
        facts.remove("metadata");
        assertThat(restored(false).nextSteps()).anyMatch(step -> step.contains("those of a crash"));
        assertThat(script()).contains("FOR ATTACH").contains("(FILENAME = N''" + target + "/data/shop.mdf'')");
    }

    @Test
    void an_encrypted_database_needs_its_certificate() throws Exception {
        facts.put("encrypted", "true");
        assertThat(restored(false).nextSteps()).anyMatch(step -> step.contains("certificate"));
    }

    @Test
    void a_file_that_did_not_come_back_is_told() throws Exception {
        Files.delete(target.resolve("log/shop.ldf"));
        assertThatThrownBy(() -> restored(false))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.restored-incomplete"));
    }

    @Test
    void files_that_an_instance_has_open_are_not_overwritten() {
        holders = List.of(
                new OpenFiles.Holder(SourcePath.of("/data/shop.mdf"), 4711, 1, "sqlservr", OpenFiles.Access.WRITE));
        assertThatThrownBy(() -> restorer(true).before(MINUTE))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.in-use"))
                .hasMessageContaining("sqlservr");
    }

    @Test
    void a_backup_without_facts_is_refused_before_a_file_is_written() {
        facts.clear();
        assertThatThrownBy(() -> restorer(false).before(MINUTE))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("sqlserver.facts"));
    }

    private Restorer.RestoreReport restored(boolean inPlace) throws WriterException {
        Restorer restorer = restorer(inPlace);
        restorer.before(MINUTE);
        return restorer.after(MINUTE);
    }

    private String script() throws Exception {
        return Files.readString(target.resolve("data/shop.mdf.restore.sql"));
    }

    private Restorer restorer(boolean inPlace) {
        RestoredComponent component = new RestoredComponent(new ComponentId("shop"), List.of(), Grain.ATOMIC, facts);
        RestoreRequest request = new RestoreRequest(List.of(component), SourcePath.of(target.toString()), inPlace);
        return new SqlServerWriterFactory().restorer(request, new WriterContext() {
            @Override
            public String application() {
                return "shop";
            }

            @Override
            public InstantSource clock() {
                return InstantSource.system();
            }

            @Override
            public OpenFiles openFiles(List<SourcePath> roots) {
                return new OpenFiles(holders, true);
            }
        });
    }
}
