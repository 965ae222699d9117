package io.perfreport.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Base class of the harness' own Groovy: calls of names with a leading underscore reach {@link ContextSteps}. */
public abstract class TrustedScript extends StepScript {
  @Override
  public Object invokeMethod(String name, Object arguments) {
    if (!name.startsWith("_")) return Dsl.call(name, InvokerHelper.asArray(arguments));
    List<Object> list = new ArrayList<>(Arrays.asList(InvokerHelper.asArray(arguments)));
    return Suspension.in(name, new StepCall(name, new LinkedHashMap<>(Map.of("list", list)), null, false));
  }
}
