// The CPS rules of CodeNarc look only at files named Jenkinsfile unless told otherwise.
ruleset {
    ClassNotSerializable { applyToFileNames = '*.groovy' }
    ClosureInGString { applyToFileNames = '*.groovy' }
    CpsCallFromNonCpsMethod { applyToFileNames = '*.groovy' }
    ExpressionInCpsMethodNotSerializable { applyToFileNames = '*.groovy' }
    ForbiddenCallInCpsMethod { applyToFileNames = '*.groovy' }
    ObjectOverrideOnlyNonCpsMethods { applyToFileNames = '*.groovy' }
    ParameterOrReturnTypeNotSerializable { applyToFileNames = '*.groovy' }
    ruleset('rulesets/basic.xml')
    ruleset('rulesets/imports.xml')
    ruleset('rulesets/unused.xml')
}
