//! Empties functions that the page never calls.
//!
//! Every view that Leptos erases into an `AnyView` carries the code to hydrate it asynchronously, for pages that load
//! their components in parts. This page hydrates at once (`leptos::mount::hydrate_body`), but a linker cannot know
//! that: the functions stand in tables.

use walrus::{FunctionBuilder, FunctionId, Module, ValType};

/// How the mangled names of such functions end, before the hash: the body of `async fn hydrate_async`. What it only
/// hands on may be shared: the linker keeps one of functions with the same code, under either name.
const NEVER_CALLED: &str = "13hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$";
const HASH: usize = "17h0123456789abcdefE".len();

/// Smaller bodies may be shared too: an empty `async` block looks like any other.
const LEAST_INSTRUCTIONS: u64 = 100;

/// Replaces the bodies of functions that are never called by a trap, and drops what only they needed. Gives how many
/// functions were emptied.
pub(crate) fn prune(module: &mut Module) -> usize {
    let doomed: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, body)| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            let path = name.get(..name.len().saturating_sub(HASH)).unwrap_or_default();
            path.ends_with(NEVER_CALLED) && body.size() >= LEAST_INSTRUCTIONS
        })
        .map(|(id, _)| id)
        .collect();
    for id in &doomed {
        let kind = module.types.get(module.funcs.get(*id).ty());
        let (parameters, results): (Vec<ValType>, Vec<ValType>) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        let mut trap = FunctionBuilder::new(&mut module.types, &parameters, &results);
        trap.func_body().unreachable();
        module.funcs.get_mut(*id).kind = walrus::FunctionKind::Local(trap.local_func(arguments));
    }
    walrus::passes::gc::run(module);
    doomed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(module: &mut Module, name: &str, callee: Option<FunctionId>, calls: u64) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.to_owned());
        if let Some(callee) = callee {
            (0..calls).for_each(|_| {
                builder.func_body().call(callee);
            });
        }
        builder.finish(Vec::new(), &mut module.funcs)
    }

    fn mangled(path: &str) -> String {
        format!("_ZN6tachys4view8any_view{path}17h0123456789abcdefE")
    }

    #[test]
    fn what_only_asynchronous_hydration_calls_is_gone() {
        let mut module = Module::default();
        let helper = add(&mut module, "helper", None, 0);
        let shared = add(&mut module, "shared", None, 0);
        // As tables would, exports keep them.
        for (export, name, callee, calls) in [
            ("hydrate", mangled("7hydrate"), shared, 500),
            ("never", mangled(NEVER_CALLED), helper, 500),
            ("small", mangled(NEVER_CALLED), shared, 1),
            ("handed on", mangled(&format!("{NEVER_CALLED}28_$u7b$$u7b$closure$u7d$$u7d$")), shared, 500),
        ] {
            let function = add(&mut module, &name, Some(callee), calls);
            module.exports.add(export, function);
        }

        assert_eq!(prune(&mut module), 1);

        let names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.clone()).collect();
        assert!(names.iter().any(|name| name == "shared"), "{names:?}");
        assert!(!names.iter().any(|name| name == "helper"), "{names:?}");
        assert!(Module::from_buffer(&module.emit_wasm()).is_ok());
    }
}
