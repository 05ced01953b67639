package dev.envctl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which part of envctl may know which. Five rules; each carries its reason.
class ArchitectureTest {

    /// `package | what it may import of ours`, beside itself and the packages below it.
    private static final String ARROWS = """
        problem    |
        value      |
        dag        |
        schema     | value problem
        expression | value problem
        spec       | expression schema value problem
        graph      | spec expression dag value problem
        provider   | schema value problem
        trace      | provider value problem
        trail      | provider value problem
        plan       | graph spec provider expression schema dag value problem
        apply      | plan provider expression schema dag value problem
        report     | trace trail plan apply provider lease value problem
        lease      | problem
        git        | problem
        engine     | trace trail report apply plan graph spec provider expression schema dag value problem git lease
        aws        | trace trail provider schema value problem lease
        kubernetes | trace trail provider schema value problem
        sandbox    |
        runner     | engine trace trail report apply plan graph spec provider schema value problem git lease
        cli        | *
        """;

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.envctl");

    record Arrow(String from, List<String> to) {
        @Override
        public String toString() {
            return from;
        }
    }

    static List<Arrow> arrows() {
        return ARROWS.lines()
                .map(line -> line.split("\\|", -1))
                .map(ArchitectureTest::arrow)
                .toList();
    }

    private static Arrow arrow(String[] cells) {
        return new Arrow(
                cells[0].strip(),
                Arrays.stream(cells[1].strip().split(" "))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    // Rule 1: arrows and cycles

    @Test
    void everyPackageHasItsRow() {
        Set<String> existing = OURS.stream()
                .map(type -> type.getPackageName().split("\\."))
                .filter(names -> names.length > 2)
                .map(names -> names[2])
                .collect(toCollection(TreeSet::new));

        assertThat(arrows()).extracting(Arrow::from).containsAll(existing);
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void packagesImportOnlyWhatTheirRowAllows(Arrow arrow) {
        noClasses()
                .that(resideInAnyPackage(below(arrow.from())))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbiddenTo(arrow)))
                .because("the arrows run from the outside in: " + arrow.from() + " is written, read and tested knowing"
                        + " no more than " + arrow.to())
                .allowEmptyShould(true)
                .check(OURS);
    }

    private static String[] forbiddenTo(Arrow arrow) {
        return arrows().stream()
                .map(Arrow::from)
                .filter(name -> !name.equals(arrow.from()))
                .filter(name -> !arrow.to().contains(name))
                .filter(_ -> !arrow.to().contains("*"))
                .map(ArchitectureTest::below)
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({"dev.envctl.(*)..", "dev.envctl.runner.(*)..", "dev.envctl.sandbox.(*).."})
    void packagesHaveNoCycles(String slices) {
        slices().matching(slices)
                .should()
                .beFreeOfCycles()
                .because("a cycle has no first file to read")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void onlyS3KeepsLeasesInTheCloud() {
        noClasses()
                .that(resideInAnyPackage(below("aws")))
                .and(not(resideInAnyPackage(below("aws.s3"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(below("lease")))
                .because("a kind does not know who may write; the session asks before each write")
                .check(OURS);
    }

    // Rule 2: each library in its one place

    @ParameterizedTest
    @CsvSource({
        "io.javalin.., runner.web, what serves pages can be replaced in one package",
        "com.github.kagkarlsson.., runner.queue, the rest of the runner sees runs, not tasks",
        "gg.jte.., runner.web, templates lay out and nothing else does",
        "org.kohsuke.., runner.forge, GitHub is one forge of several",
        "com.nimbusds.., runner.web, who somebody is matters only to the page",
        "org.flywaydb.., runner.database, migrations run before anybody else asks",
        "com.zaxxer.., runner.database, one pool for the process",
        "io.micrometer.., runner.metrics runner.web, what is measured is said in words of the runner",
        "software.amazon.awssdk.., aws sandbox.aws, the AWS SDK is replaced or upgraded in one package; the sandbox"
                + " borrows its codecs",
        "io.fabric8.., kubernetes, the sandbox must not share the client's reading of the Kubernetes API",
        "com.marcnuri.helm.., kubernetes, loading it takes half a second that only a release is worth",
        "picocli.., cli, the engine has callers that have no command line",
        "org.snakeyaml.engine.., spec kubernetes sandbox.kubernetes, positions are kept only where documents are read;"
                + " aws-auth is YAML inside an object, and kubectl sends YAML",
        "dev.cel.., expression, plain references must not load it",
        "org.eclipse.jgit.., git, loading it takes longer than a plan without it",
        "com.networknt.., schema, the rest sees field rules and problems",
        "ch.qos.logback.., cli, everybody else logs through SLF4J"
    })
    void librariesStayInTheirPlace(String library, String places, String reason) {
        noClasses()
                .that(not(resideInAnyPackage(allBelow(places))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .because(reason)
                .check(OURS);
    }

    // Rule 3: the process belongs to the command line

    @Test
    void onlyTheCommandLineTouchesTheProcess() {
        noClasses()
                .that(not(resideInAnyPackage(below("cli"))))
                .should()
                .accessTargetWhere(target(
                        "System.out, System.err, System.exit, environment variables", ArchitectureTest::isProcess))
                .because("what a package prints, reads or ends on its own cannot be redirected, tested or embedded")
                .check(OURS);
    }

    @Test
    void onlyTheCommandLineMakesTheClock() {
        noClasses()
                .that(not(resideInAnyPackage(below("cli"))))
                .should()
                .accessTargetWhere(target("the system's clock", ArchitectureTest::isSystemClock))
                .because("time arrives as a parameter, so that tests can turn it and plans are the same twice")
                .check(OURS);
    }

    private static boolean isProcess(AccessTarget target) {
        return target.getOwner().isEquivalentTo(System.class)
                && Set.of("out", "err", "exit", "getenv").contains(target.getName());
    }

    private static boolean isSystemClock(AccessTarget target) {
        return (target.getOwner().isEquivalentTo(Clock.class)
                        && target.getName().startsWith("system"))
                || target.getFullName().equals("java.time.Instant.now()")
                || target.getFullName().equals("java.lang.System.currentTimeMillis()");
    }

    // Rule 4: threads, files and sockets

    @Test
    void threadsAreStartedInFewPlaces() {
        noClasses()
                .that(not(resideInAnyPackage(allBelow("dag sandbox runner lease cli"))))
                .should()
                .accessTargetWhere(target("threads and executors", ArchitectureTest::startsThreads))
                .because("the walk owns the engine's concurrency, a lease its heartbeat; all else is plain blocking"
                        + " code")
                .check(OURS);
    }

    private static final Set<String> ABOUT_ONESELF =
            Set.of("currentThread", "interrupt", "isInterrupted", "interrupted");

    private static boolean startsThreads(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return owner.isAssignableTo(Executor.class)
                || owner.isEquivalentTo(Executors.class)
                || owner.isEquivalentTo(CompletableFuture.class)
                || (owner.isAssignableTo(Thread.class) && !ABOUT_ONESELF.contains(target.getName()))
                || target.getName().equals("parallelStream");
    }

    @Test
    void filesAreTouchedInFewPlaces() {
        noClasses()
                .that(not(resideInAnyPackage(allBelow("spec git sandbox lease runner.run runner.work cli"))))
                .and()
                .doNotHaveFullyQualifiedName("dev.envctl.plan.PlanFile")
                .and()
                // Helm reads charts from disk and from nowhere else
                .doNotHaveFullyQualifiedName("dev.envctl.kubernetes.ChartFiles")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .because("values in, values out: the interesting half of envctl is testable with literals")
                .check(OURS);
    }

    @Test
    void socketsAreOpenedInFewPlaces() {
        noClasses()
                .that(not(resideInAnyPackage(allBelow("sandbox runner.web runner.webhook runner.forge runner.drift"))))
                .and()
                .haveNameNotMatching("dev\\.envctl\\.aws\\.(PlainHttp|PatchingHttp)(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..")
                        .or(describe("are sockets", type -> SOCKETS.contains(type.getName()))))
                .because("the world is reached through the SDKs, which count, limit and retry")
                .check(OURS);
    }

    private static final Set<String> SOCKETS =
            Set.of("java.net.Socket", "java.net.ServerSocket", "java.net.DatagramSocket", "java.net.HttpURLConnection");

    // Rule 5: values

    @Test
    void valuesCannotBeExtended() {
        classes()
                .that(resideInAnyPackage(allBelow("value problem dag graph plan apply")))
                .and()
                .areNotInterfaces()
                .and()
                .areNotAnonymousClasses()
                .should()
                .beAssignableTo(Enum.class)
                .orShould()
                .haveModifier(FINAL)
                .because("records, enums and final classes are all there is to know about them")
                .check(OURS);
    }

    private static DescribedPredicate<JavaAccess<?>> target(String description, Predicate<AccessTarget> condition) {
        return describe(description, access -> condition.test(access.getTarget()));
    }

    private static String below(String name) {
        return "dev.envctl." + name + "..";
    }

    private static String[] allBelow(String names) {
        return Arrays.stream(names.split(" ")).map(ArchitectureTest::below).toArray(String[]::new);
    }
}
