"""Jupyter's own tests of a kernel, on the one for TypeScript; vitest runs them (jupyter-kernel-test.test.ts)."""

import unittest

import jupyter_kernel_test


class Messages(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "conso", "matches": {"console"}},
        {"text": "Math.ab", "matches": {"abs"}},
    ]
    complete_code_samples = ["1", "const a = 1", "function f() { return 1 }", "class A {}"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "if (true) {"]
    invalid_code_samples = ["let let = 1 +;)"]
    # test_pager is skipped: a pager is IPython's, and the specification calls its payloads deprecated.
    code_page_something = ""
    code_generate_error = 'throw new Error("x")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a".repeat(3)', "result": "aaa"},
    ]
    code_display_data = [
        {"code": 'import { display } from "tslab"; display.html("<b>x</b>")', "mime": "text/html"},
        {
            "code": 'import { display } from "tslab"; display.png(new Uint8Array([1, 2]))',
            "mime": "image/png",
        },
    ]
    code_history_pattern = "1?+?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "parseInt"
    code_clear_output = 'import { clearOutput } from "eccola"; clearOutput()'


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
