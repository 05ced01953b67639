package dev.envctl.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.problem.ProblemException;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {

    private static final Value INPUT = Value.map(
            "name", Value.of("spark"),
            "count", Value.of(3),
            "users", Value.texts(List.of("a", "b")),
            "nested", Value.map("key", Value.of("v")));

    private final Evaluator evaluator =
            new Evaluator(text -> Value.map("parsed", Value.of(text)), path -> "content of " + path);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "base36('+=,.@-_')                                     | 3bu5b0xg4tb",
                "base36('abcdefghijkl+=,.@-_')                         | 1ll75jdngh5gbk11wbh7h35ji05wtb",
                "base36('a')                                           | 2p",
                "base36('')                                            | 0",
                "base36('myrole')                                      | 16o0gwny3p",
                "base36('JobExecutionRole')                            | 4en4r3jtsjjcf75iqnuasdqp1",
                "base36('EMRContainers-JobExecutionRole')              |"
                        + " 189nnyj7mn9w2lqiewgg1u0l3jhmo0z69yjkj9u6qhosj8l",
                "base36('emr-eks-job-exec-role')                       | 2c91xn49zcdlnorwh8shc53d9qir5odph",
                "emrServiceAccount('spark', 'a')                       |"
                        + " system:serviceaccount:spark:emr-containers-sa-*-*-111122223333-2p",
                "cidrSubnet('10.0.0.0/16', 4, 2)                       | 10.0.32.0/20",
                "cidrSubnet('10.0.255.7/16', 0, 0)                     | 10.0.0.0/16",
                "cidrSubnet('2001:db8::/32', 16, 255)                  | 2001:db8:ff:0:0:0:0:0/48",
                "json('{\"a\": [1, \"x\"]}').a[1]                      | x",
                "yaml('a: b').parsed                                   | a: b",
                "file('x.txt')                                         | content of x.txt",
                "input.name + '-' + string(input.count)                | spark-3",
                "input.users[1]                                        | b",
                "input['nested'].key                                   | v",
                "input.count > 2 ? 'many' : 'few'                      | many",
                "has(input.none) ? input.none : 'unset'                | unset",
                "input.users.map(user, user + '!')[0]                  | a!",
            })
    void evaluates(String source, String expected) {
        assertThat(value(source)).isEqualTo(Value.of(expected));
    }

    @Test
    void keepsTheTypeOfALoneExpression() {
        assertThat(value("input.count")).isEqualTo(Value.of(3));
        assertThat(value("input.count == 3")).isEqualTo(Value.of(true));
        assertThat(value("input.count * 2")).isEqualTo(Value.of(6));
        assertThat(value("{'a': [input.count, null]}")).isEqualTo(Value.map("a", Value.list(Value.of(3), Value.NULL)));
    }

    @Test
    void readsAPlainReferenceFromTheScope() {
        Address cluster = Address.of("Cluster", "main");
        Template template = template(
                "Cluster.main.subnetIds[1]",
                new Expression.Use(
                        List.of("Cluster", "main", "subnetIds"),
                        new Binding.Attribute(cluster, FieldPath.of("subnetIds"))));

        Value value = evaluator.evaluate(
                template, (resource, path) -> Value.list(Value.of(resource + ":" + path), Value.of("second")));

        assertThat(value).isEqualTo(Value.of("second"));
    }

    @Test
    void leavesASecretAReferenceAndRefusesToComputeWithIt() {
        Template secret = template("input.key", constant("input.key", Value.Secret.of("env:KEY")));
        Template computed = template("input.key + 'x'", constant("input.key", Value.Secret.of("env:KEY")));

        assertThat(evaluator.evaluate(secret, EvaluatorTest::nothing)).isEqualTo(Value.Secret.of("env:KEY"));
        assertThatThrownBy(() -> evaluator.evaluate(computed, EvaluatorTest::nothing))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("can only be a whole value");
    }

    @Test
    void treatsAnAttributeThatIsNotSetAsMissingInHas() {
        Template template = template(
                "has(Role.a.path) ? Role.a.path : '/'",
                new Expression.Use(
                        List.of("Role", "a", "path"),
                        new Binding.Attribute(Address.of("Role", "a"), FieldPath.of("path"))));

        assertThat(evaluator.evaluate(template, (resource, path) -> Value.NULL)).isEqualTo(Value.of("/"));
    }

    @Test
    void saysWhatFailedAndWhere() {
        assertThatThrownBy(() -> value("input.users[7] + 'x'"))
                .hasMessage("${input.users[7] + 'x'}: Index out of bounds: 7.");
        assertThatThrownBy(() -> value("cidrSubnet('10.0.0.0/30', 4, 0)"))
                .hasMessageContaining("cannot be cut by 4 more bits");
    }

    @Test
    void tellsPlainReferencesFromComputations() {
        assertThat(ParsedExpression.parse("Role[\"job-execution\"].arn").plain())
                .isTrue();
        assertThat(ParsedExpression.parse("Cluster.main.subnetIds[0]").plain()).isTrue();
        assertThat(ParsedExpression.parse("base36(input.name)").plain()).isFalse();
        assertThat(ParsedExpression.parse("Role.a.arn + Role.b.arn + Role.a.arn").names().stream()
                        .map(NamePath::toString))
                .containsExactly("Role.a.arn", "Role.b.arn", "Role.a.arn");
    }

    private Value value(String source) {
        return evaluator.evaluate(
                template(
                        source,
                        new Expression.Use(List.of("input"), new Binding.Constant(INPUT)),
                        constant("environment.accountId", Value.of("111122223333"))),
                EvaluatorTest::nothing);
    }

    static Expression.Use constant(String path, Value value) {
        return new Expression.Use(List.of(path.split("\\.")), new Binding.Constant(value));
    }

    static Template template(String source, Expression.Use... uses) {
        return new Template(List.of(new Template.Hole(new Expression(source, List.of(uses)))));
    }

    static Value nothing(Address resource, FieldPath path) {
        return Value.of("unexpected " + resource + path);
    }
}
