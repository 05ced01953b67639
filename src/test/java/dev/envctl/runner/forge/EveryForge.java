package dev.envctl.runner.forge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test of what holds of every forge; its parameter is the [ForgeBench.Kind].
@ParameterizedTest
@EnumSource(ForgeBench.Kind.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryForge {}
