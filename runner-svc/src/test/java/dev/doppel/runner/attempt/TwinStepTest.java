package dev.doppel.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.contract.request.TwinTable;
import dev.doppel.contract.result.Outcome;
import dev.doppel.contract.result.Verdict;
import dev.doppel.runner.world.ScriptedMock.Answer;
import dev.doppel.runner.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps that read and write a twin's tables, and assertions on {@code $.twin}. */
class TwinStepTest {
    private static final String TWIN = "  - {type: TWIN, name: todo, mockTarget: todo.example, config: todo.yaml}\n";

    private static World.Result run(String steps) {
        return World.run(World.withSteps(steps).replace("tests:\n", TWIN + "tests:\n"), (world, asked) -> {
            world.twin("{\"title\":\"made by the service\"}");
            return Answer.json(200, "{\"id\":\"made1\"}");
        });
    }

    private static World.Result passes(String steps) {
        World.Result result = run(steps);
        assertThat(result.finished().verdict()).as(result.why()).isEqualTo(Verdict.PASSED);
        return result;
    }

    @Test
    void everyOperationIsAskedForAndItsResultIsTheStepsResponse() {
        World.Result result = passes("""
                - action: {type: twin, twin: todo, op: list, table: tasks}
                  extract: {first: 'response.data[0].id'}
                  assertions:
                    - {path: '$.response.data[0].title', operator: eq, value: sweep}
                    - {path: $.response.success, operator: eq, value: true}
                - action: {type: twin, twin: todo, op: snapshot, name: before}
                - action: {type: twin, twin: todo, op: patch, table: tasks, id: '{{first}}', data: {title: 'mop {{first}}'}}
                  assertions: [{path: 'data.title', operator: eq, value: mop t1}]
                - action: {type: twin, twin: todo, op: create, table: tasks, data: {title: dust, n: 2}}
                  extract: {made: response.data.id}
                  assertions: [{path: data.n, operator: eq, value: 2}]
                - action: {type: twin, twin: todo, op: delete, table: tasks, id: t1}
                - action: {type: twin, twin: todo, op: get, table: tasks, id: '{{made}}'}
                  assertions: [{path: data.title, operator: eq, value: dust}]
                - action: {type: twin, twin: todo, op: restore, name: before}
                - action: {type: twin, twin: todo, op: get, table: tasks, id: t1}
                  assertions: [{path: data.title, operator: eq, value: sweep}]
                - action: {type: twin, twin: todo, op: reset}
                """);
        List<TwinCommand> commands = result.requests().stream()
                .filter(TwinCommand.class::isInstance)
                .map(TwinCommand.class::cast)
                .toList();
        assertThat(commands)
                .extracting(TwinCommand::op)
                .containsExactly(
                        TwinCommand.Op.LIST,
                        TwinCommand.Op.SNAPSHOT,
                        TwinCommand.Op.PATCH,
                        TwinCommand.Op.CREATE,
                        TwinCommand.Op.DELETE,
                        TwinCommand.Op.GET,
                        TwinCommand.Op.RESTORE,
                        TwinCommand.Op.GET,
                        TwinCommand.Op.RESET);
        assertThat(commands).extracting(TwinCommand::id).doesNotHaveDuplicates();
        assertThat(commands.get(2).row()).isEqualTo("t1");
        assertThat(commands.get(2).data().toString()).isEqualTo("{\"title\":\"mop t1\"}");
        assertThat(commands.get(8).table()).isNull();
    }

    @Test
    void aRefusedCommandFailsTheStepUnlessTheStepLooksAtIt() {
        World.Result refused = run("""
                - action: {type: twin, twin: todo, op: get, table: tasks, id: nobody}
                - action: {type: httpRequest, method: GET, url: svc/}
                """);
        assertThat(refused.finished().verdict()).as(refused.why()).isEqualTo(Verdict.FAILED);
        assertThat(refused.finished().reason()).contains("there is no row nobody");
        assertThat(refused.step(0, 1).outcome()).isEqualTo(Outcome.SKIPPED);
        passes("""
                - action: {type: twin, twin: todo, op: get, table: tasks, id: nobody}
                  assertions:
                    - {path: success, operator: eq, value: false}
                    - {path: $.response.error, operator: contains, value: there is no row nobody}
                - action: {type: twin, twin: todo, op: list, table: typo}
                  assertions: [{path: error, operator: contains, value: there is no table typo}]
                """);
    }

    @Test
    void rowsAreThoseOfTheQuietMoment() {
        World.Result result = passes("""
                - action: {type: httpRequest, method: POST, url: svc/tasks}
                  assertions:
                    - match: {path: $.twin.todo.tasks, where: [{path: $$.title, operator: contains, value: made by}], count: 1}
                      assertions: [{path: $.match.id, operator: eq, value: made1}]
                    - match: {path: $.twin.todo.tasks, where: [{path: $$.title, operator: eq, value: never}], count: 0}
                """);
        List<BarrierRequest> barriers = result.requests().stream()
                .filter(BarrierRequest.class::isInstance)
                .map(BarrierRequest.class::cast)
                .toList();
        assertThat(barriers)
                .isNotEmpty()
                .anySatisfy(b -> assertThat(b.twins()).containsExactly(new TwinTable("todo", "tasks")));
    }

    @Test
    void rowsThatAreNotThereFailTheBlockAndATableThatIsNotThereIsNamed() {
        World.Result absent = run("""
                - action: {type: httpRequest, method: POST, url: svc/tasks}
                  assertions:
                    - match: {path: $.twin.todo.tasks, where: [{path: $$.title, operator: eq, value: never}], count: 1}
                """);
        assertThat(absent.finished().verdict()).as(absent.why()).isEqualTo(Verdict.FAILED);
        World.Result typo = run("""
                - action: {type: httpRequest, method: POST, url: svc/tasks}
                  assertions:
                    - match: {path: $.twin.todo.typo, where: [{path: $$.title, operator: eq, value: never}], count: 0}
                """);
        assertThat(typo.finished().verdict()).as(typo.why()).isNotEqualTo(Verdict.PASSED);
        assertThat(typo.why()).contains("$.twin.todo.typo", "it has no typo");
    }
}
