package dev.envctl.sandbox.aws.elasticmapreduce;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.AwsError;
import java.util.List;
import org.jspecify.annotations.Nullable;

record StudioStore(World world) {

    Table<StudioRow> studios() {
        return world.table("elasticmapreduce.studios", StudioRow.class);
    }

    Table<SessionMappingRow> mappings() {
        return world.table("elasticmapreduce.session-mappings", SessionMappingRow.class);
    }

    StudioRow studio(@Nullable String studioId) {
        return studios().get(String.valueOf(studioId)).orElseThrow(() -> invalid("Studio does not exist."));
    }

    List<SessionMappingRow> mappingsOf(String studioId) {
        return mappings().where(mapping -> mapping.studioId().equals(studioId));
    }

    /// EMR has one code for nearly every refusal.
    static AwsError invalid(String message) {
        return new AwsError("InvalidRequestException", 400, message);
    }
}
